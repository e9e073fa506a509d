-- One row per open invoice of those asked for, of any contracts.
SELECT DISTINCT i.contract_id, i.id AS invoice_id, i.open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) w (contract_id, invoice_id)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id AND i.open_cents > 0
