-- One row per invoice named: its number and dates, as a reminder tells them.
SELECT i.contract_id, i.id AS invoice_id, i.invoice_number, i.issued_on, i.due_on,
    i.amount_cents, i.currency
FROM unnest(%(contract_ids)s::bigint[], %(invoice_ids)s::bigint[]) AS n (contract_id, id)
JOIN invoice i ON i.contract_id = n.contract_id AND i.id = n.id
ORDER BY i.due_on, i.id
