-- One row per invoice of which a part that the guarantee has taken is paid.
UPDATE guarantee g SET factor_open_cents = g.factor_open_cents - w.factor_cents,
    client_open_cents = g.client_open_cents - w.client_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(factor_cents)s::bigint[],
    %(client_cents)s::bigint[])
    w (contract_id, invoice_id, factor_cents, client_cents)
WHERE g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id
