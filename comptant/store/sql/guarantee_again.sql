-- One row per invoice of which the guarantee has taken a part before, and takes another: the sums
-- of both, and the entry that says so.
UPDATE guarantee g SET guaranteed_cents = g.guaranteed_cents + w.guaranteed_cents,
    uncovered_cents = g.uncovered_cents + w.uncovered_cents,
    factor_open_cents = g.factor_open_cents + w.guaranteed_cents - w.uncovered_cents,
    client_open_cents = g.client_open_cents + w.uncovered_cents, again_entry_id = w.entry_id
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(guaranteed_cents)s::bigint[],
    %(uncovered_cents)s::bigint[], %(entry_id)s::bigint[])
    w (contract_id, invoice_id, guaranteed_cents, uncovered_cents, entry_id)
WHERE g.contract_id = w.contract_id AND g.invoice_id = w.invoice_id
