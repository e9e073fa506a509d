-- One row per invoice that shows why a company is scored as it is.
SELECT i.id AS invoice_id, k.number AS contract_number, i.invoice_number, b.name AS buyer_name,
    i.issued_on, i.due_on, i.currency, i.amount_cents, i.open_cents
FROM unnest(%(contract_ids)s::bigint[], %(invoice_ids)s::bigint[]) AS w (contract_id, invoice_id)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
JOIN contract k ON k.id = i.contract_id
LEFT JOIN buyer_shown b ON b.contract_id = i.contract_id AND b.id = i.buyer_id
ORDER BY i.id
