-- One row per invoice asked for of which the buyer still owes a part that the guarantee has taken,
-- with what is assigned still.
SELECT g.contract_id, g.invoice_id, i.open_cents, g.factor_open_cents, g.client_open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) w (contract_id, invoice_id)
JOIN guarantee g ON g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id
    AND g.factor_open_cents + g.client_open_cents > 0
JOIN invoice i ON i.contract_id = g.contract_id AND i.id = g.invoice_id
