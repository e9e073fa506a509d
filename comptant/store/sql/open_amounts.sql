-- One row per invoice asked for, with its open amount and what the guarantee has taken of it and is
-- still owed.
SELECT a.contract_id, a.invoice_id,
    i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0) AS open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, invoice_id)
CROSS JOIN LATERAL (SELECT j.open_cents FROM invoice j WHERE j.contract_id = a.contract_id
    AND j.id = a.invoice_id OFFSET 0) i
LEFT JOIN guarantee g ON g.contract_id = a.contract_id AND g.invoice_id = a.invoice_id
