-- One row per open held invoice of a subject of a contract, an invoice or a buyer, with the
-- exceptions in force on the day.
WITH granted AS (
    SELECT subject, subject_id, jsonb_object_agg(substr(name, 11), value)::text AS exceptions
    FROM (
        SELECT DISTINCT ON (t.subject, t.subject_id, t.name) t.subject, t.subject_id, t.name,
            t.value FROM term t
        WHERE t.contract_id = %(contract_id)s AND t.subject IN ('INVOICE', 'BUYER')
            AND t.name LIKE 'exception.%%'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.subject, t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
    ) latest WHERE value <> 'null' GROUP BY subject, subject_id
)
SELECT i.contract_id, i.id AS invoice_id, i.invoice_number, i.buyer_id, i.currency, i.holds,
    greatest(i.open_cents - coalesce((SELECT sum((f.value)::bigint) FROM (
        SELECT DISTINCT ON (t.name) t.value FROM term t
        WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE' AND t.subject_id = i.id
            AND t.name IN ('disputed_cents', 'retention_cents') AND t.valid_from_on <= %(on)s
        ORDER BY t.name, t.valid_from_on DESC, t.recorded_at DESC) f), 0), 0)::bigint AS held_cents,
    g.exceptions, h.exceptions AS buyer_exceptions
FROM invoice i
LEFT JOIN granted g ON g.subject = 'INVOICE' AND g.subject_id = i.id
LEFT JOIN granted h ON h.subject = 'BUYER' AND h.subject_id = i.buyer_id
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0 AND i.holds IS NOT NULL
    AND CASE %(subject)s WHEN 'INVOICE' THEN i.id WHEN 'BUYER' THEN i.buyer_id END
        = %(subject_id)s
ORDER BY i.id
