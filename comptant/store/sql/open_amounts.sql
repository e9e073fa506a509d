-- One row per invoice asked for, with its open amount.
SELECT a.contract_id, a.invoice_id, i.open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, invoice_id)
CROSS JOIN LATERAL (SELECT open_cents FROM invoice WHERE contract_id = a.contract_id AND id = a.invoice_id OFFSET 0) i
