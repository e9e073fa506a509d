-- One row per invoice asked for that is closed.
SELECT i.contract_id, i.id AS invoice_id
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, id)
JOIN invoice i ON i.contract_id = a.contract_id AND i.id = a.id
WHERE i.open_cents = 0
