-- One row per call to a buyer that waits for a person, the largest sum first: whom to ask for, the
-- number, what is claimed, what was said at the last one.
SELECT r.id, r.contract_id, k.number AS contract_number, r.buyer_id, b.name AS buyer_name, r.stage,
    x.person, x.phone, r.amount_cents, r.currency, r.line_count, r.run_on,
    r.said AS reminder_said
FROM reminder r
JOIN contract k ON k.id = r.contract_id
JOIN buyer_shown b ON b.contract_id = r.contract_id AND b.id = r.buyer_id
LEFT JOIN LATERAL (SELECT c.person, c.phone FROM reminder_contact c
    WHERE c.buyer_id = r.buyer_id AND c.contract_id IN (0, r.contract_id)
    ORDER BY c.contract_id DESC, c.recorded_at DESC LIMIT 1) x ON true
WHERE r.channel = 'CALL' AND r.state = 'WAITING'
    AND (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
ORDER BY r.amount_cents DESC, r.id DESC
