-- One row per invoice named: what of it is not fundable now.
SELECT i.contract_id, i.currency, i.ineligible_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) w (contract_id, invoice_id)
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
ORDER BY i.contract_id, i.id
