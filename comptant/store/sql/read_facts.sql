-- One row per dated fact told of a contract, its buyers or its invoices, in order; `until_on`: the
-- day from which another was told.
SELECT t.subject AS kind, t.subject_id, coalesce(i.invoice_number, p.name, k.number) AS subject,
    t.name AS fact, t.value, k.currency,
    t.valid_from_on, lead(t.valid_from_on) OVER (PARTITION BY t.contract_id, t.subject,
        t.subject_id, t.name
        ORDER BY t.valid_from_on, t.recorded_at) AS until_on, t.source, u.login, t.recorded_at
FROM contract k
JOIN term t ON (t.contract_id = k.id
    AND (t.subject IN ('INVOICE', 'BUYER')
    OR (t.subject = 'CONTRACT' AND t.name LIKE '%%\_reserve\_cents')))
    OR (t.contract_id = 0 AND t.subject = 'PARTY'
        AND (t.subject_id = k.client_id OR t.subject_id IN (
        SELECT buyer_id FROM contract_buyer b WHERE b.contract_id = k.id)))
LEFT JOIN invoice i ON t.subject = 'INVOICE' AND i.contract_id = k.id AND i.id = t.subject_id
LEFT JOIN buyer_shown p ON t.subject IN ('BUYER', 'PARTY') AND p.contract_id = k.id
    AND p.id = t.subject_id
LEFT JOIN act a ON a.id = t.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE k.id = %(contract_id)s::bigint
    AND ((t.name NOT IN ('fraud_suspected', 'verification_answer')
            AND t.source <> 'fraud desk') OR reading_for_factor())
    AND (%(kind)s::text IS NULL OR t.subject = %(kind)s)
    AND (%(subject_id)s::bigint IS NULL OR t.subject_id = %(subject_id)s)
ORDER BY t.subject, coalesce(i.invoice_number, p.name, k.number), t.subject_id, t.name,
    t.valid_from_on, t.recorded_at
