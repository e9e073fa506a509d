-- One row per line of a remittance, the worst first (of one state, null asks for all): accepted,
-- not fundable, a credit note or refused, with the facts of its reason; what lowers the debt is
-- negative.
SELECT * FROM (
SELECT CASE WHEN i.amount_cents < 0 THEN 'CREDIT_NOTE' WHEN i.hold IS NOT NULL THEN 'NOT_FUNDABLE'
    ELSE 'ACCEPTED' END AS state,
    CASE WHEN i.amount_cents < 0 THEN 3 WHEN i.hold IS NOT NULL THEN 2 WHEN w.unapproved_cents > 0
        THEN 4 ELSE 5 END AS place, i.id AS line_id,
    coalesce((SELECT f.name FROM remittance_file f WHERE f.contract_id = i.contract_id
        AND f.remittance_id = i.remittance_id
        AND f.file_number = i.file_number), '') AS file, i.row_number, i.invoice_number, i.buyer_id,
            p.name AS buyer_name,
    i.amount_cents, i.currency,
    coalesce(i.hold, CASE WHEN w.unapproved_cents > 0 THEN 'not_approved' END) AS reason,
        w.unapproved_cents, i.issued_on, i.due_on, coalesce(r.sent_on, r.posted_on) AS sent_on,
        i.id AS invoice_id, i.approved_cents, d.facts
FROM invoice i
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
CROSS JOIN LATERAL (SELECT CASE WHEN i.hold IS NULL AND i.amount_cents > 0
    THEN greatest(i.open_cents - i.ineligible_cents - i.reduction_cents - i.approved_cents, 0)
        ELSE 0 END AS unapproved_cents) w
LEFT JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
LEFT JOIN LATERAL (SELECT jsonb_object_agg(t.name, t.value
    ORDER BY t.valid_from_on, t.recorded_at) AS facts FROM term t
    WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE' AND t.subject_id = i.id) d ON true
WHERE i.contract_id = %(contract_id)s AND i.remittance_id = %(id)s
UNION ALL
SELECT 'REFUSED', 1, l.line_number, l.file, l.row_number, l.invoice_number, NULL,
    l.sent ->> 'buyer_name',
    (l.sent ->> 'payable_cents')::bigint * CASE
        WHEN l.sent ->> 'type_code' IN ('261', '262', '381', '396', '502', '503') THEN -1
        ELSE 1 END,
    l.sent ->> 'currency', l.reason, 0, (l.sent ->> 'issued_on')::date, (l.sent ->> 'due_on')::date,
        coalesce(r.sent_on, r.posted_on), NULL, 0, NULL
FROM refused_line l JOIN remittance r ON r.contract_id = l.contract_id AND r.id = l.remittance_id
WHERE l.contract_id = %(contract_id)s AND l.remittance_id = %(id)s
) lines
WHERE %(state)s::text IS NULL OR state = %(state)s
ORDER BY place, file, row_number, line_id
