-- One row per open invoice asked for, whatever its contract.
SELECT i.contract_id, i.id, i.open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, invoice_id)
JOIN invoice i ON i.contract_id = a.contract_id AND i.id = a.invoice_id AND i.open_cents > 0
