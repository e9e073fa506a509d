-- One row per exception granted of a contract (null: of every contract): whether it is in force on
-- the day, and who said so.
SELECT DISTINCT ON (t.contract_id, a.id) k.number AS contract_number, k.currency, t.contract_id,
    t.subject, t.subject_id,
    substr(t.name, 11) AS reason_code, i.invoice_number, coalesce(p.name, b.name) AS buyer_name,
    (t.value ->> 'amount_cents')::bigint AS amount_cents, t.valid_from_on AS from_on,
        (t.value ->> 'until_on')::date AS last_on,
    t.source AS reason_text, u.login AS proposed_by, v.login AS decided_by,
    a.id AS approval_id, t.value = f.value AS is_in_force
FROM term t
JOIN contract k ON k.id = t.contract_id
LEFT JOIN invoice i ON t.subject = 'INVOICE' AND i.contract_id = t.contract_id
    AND i.id = t.subject_id
LEFT JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
LEFT JOIN buyer_shown p ON t.subject = 'BUYER' AND p.contract_id = t.contract_id
    AND p.id = t.subject_id
LEFT JOIN approval a ON a.id = (t.value ->> 'approval_id')::bigint
LEFT JOIN approval_decision d ON d.approval_id = a.id
LEFT JOIN app_user u ON u.id = a.proposed_by
LEFT JOIN app_user v ON v.id = d.decided_by
LEFT JOIN LATERAL (
    SELECT n.value FROM term n
    WHERE n.contract_id = t.contract_id AND n.subject = t.subject AND n.subject_id = t.subject_id
        AND n.name = t.name
        AND n.valid_from_on <= %(on)s
    ORDER BY n.valid_from_on DESC, n.recorded_at DESC LIMIT 1
) f ON true
WHERE (%(contract_id)s::bigint IS NULL OR t.contract_id = %(contract_id)s) AND t.contract_id <> 0
    AND t.subject IN ('INVOICE', 'BUYER') AND t.name LIKE 'exception.%%' AND t.value <> 'null'
        AND t.valid_from_on <= %(on)s
    AND (%(everything)s OR t.value = f.value)
ORDER BY t.contract_id, a.id, t.valid_from_on
