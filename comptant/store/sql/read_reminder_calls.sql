-- One row per call to a buyer that waits for a person, the largest sum first: whom to ask for, the
-- number, what is still to be asked for of its invoices today, what was said at the last one.
WITH calls AS (
    SELECT r.* FROM reminder r WHERE r.channel = 'CALL' AND r.state = 'WAITING'
        AND (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
        AND reminder_plan_of(r.contract_id, r.buyer_id, %(on)s) IS NOT NULL
), asked AS (
    SELECT r.contract_id, r.id, sum(a.asked_cents)::bigint AS cents, count(*) AS line_count
    FROM calls r
    JOIN reminder_line l ON l.contract_id = r.contract_id AND l.reminder_id = r.id
    JOIN to_ask((SELECT array_agg(DISTINCT contract_id) FROM calls),
            (SELECT array_agg(DISTINCT buyer_id) FROM calls), %(on)s::date) a
        ON a.contract_id = l.contract_id AND a.invoice_id = l.invoice_id AND a.asked_cents > 0
    GROUP BY r.contract_id, r.id
)
SELECT r.id, r.contract_id, k.number AS contract_number, r.buyer_id, b.name AS buyer_name, r.stage,
    x.person, x.phone, s.cents AS amount_cents, r.currency, s.line_count, r.run_on,
    r.said AS reminder_said
FROM calls r
JOIN asked s ON s.contract_id = r.contract_id AND s.id = r.id
JOIN contract k ON k.id = r.contract_id
JOIN buyer_shown b ON b.contract_id = r.contract_id AND b.id = r.buyer_id
LEFT JOIN LATERAL (SELECT c.person, c.phone FROM reminder_contact c
    WHERE c.buyer_id = r.buyer_id AND c.contract_id IN (0, r.contract_id)
    ORDER BY c.contract_id DESC, c.recorded_at DESC LIMIT 1) x ON true
ORDER BY s.cents DESC, r.id DESC
