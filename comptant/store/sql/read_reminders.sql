-- One row per reminder of a contract (null: of every contract), by its channel and state where they
-- are asked for, the newest first: to whom, for how much, what became of it.
SELECT r.id, r.contract_id, k.number AS contract_number, r.buyer_id, b.name AS buyer_name, r.stage,
    r.channel, r.language, r.run_on, r.amount_cents, r.currency, r.line_count,
    r.state AS reminder_state, r.said AS reminder_said, r.sent_to, r.done_at,
    encode(p.digest, 'hex') AS digest
FROM reminder r
JOIN contract k ON k.id = r.contract_id
JOIN buyer_shown b ON b.contract_id = r.contract_id AND b.id = r.buyer_id
LEFT JOIN paper p ON p.contract_id = r.contract_id AND p.kind = 'REMINDER' AND p.subject_id = r.id
    AND p.language = r.language
WHERE (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
    AND (%(kind)s::text IS NULL OR r.channel = %(kind)s)
    AND (%(state)s::text IS NULL OR r.state = %(state)s)
    AND (%(id)s::bigint IS NULL OR r.id = %(id)s)
ORDER BY r.id DESC
