-- One row per thing that buyers said by their links, of a contract or of all, of a link or of all,
-- the latest first.
SELECT a.id, a.link_id, k.number AS contract_number, b.name AS buyer_name,
    a.answer AS buyer_answer, a.subject_id,
    a.amount_cents, a.currency, a.said, encode(a.digest, 'hex') AS digest, a.answered_on,
    (SELECT string_agg(i.invoice_number, ', ' ORDER BY i.due_on, i.id) FROM invoice i
        WHERE i.contract_id = l.contract_id AND i.id = ANY (a.invoice_ids)) AS invoice_numbers
FROM buyer_answer a
JOIN buyer_link l ON l.id = a.link_id
JOIN contract k ON k.id = l.contract_id
JOIN buyer_shown b ON b.contract_id = l.contract_id AND b.id = l.buyer_id
WHERE (%(contract_id)s::bigint IS NULL OR l.contract_id = %(contract_id)s)
    AND (%(link_id)s::bigint IS NULL OR l.id = %(link_id)s)
ORDER BY a.id DESC
