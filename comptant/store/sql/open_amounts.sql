-- One row per invoice asked for, with its open amount.
SELECT a.contract_id, a.invoice_id, i.open_cents + coalesce(g.open_cents, 0) AS open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, invoice_id)
CROSS JOIN LATERAL (SELECT open_cents FROM invoice WHERE contract_id = a.contract_id AND id = a.invoice_id OFFSET 0) i
LEFT JOIN LATERAL (  -- a debt that the guarantee has taken is still owed
    SELECT factor_open_cents + client_open_cents AS open_cents FROM guarantee WHERE contract_id = a.contract_id AND invoice_id = a.invoice_id OFFSET 0
) g ON true
