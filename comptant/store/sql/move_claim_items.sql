-- One row per invoice of a claim of which something has moved.
UPDATE claim_item t SET share_cents = t.share_cents + w.share_cents,
    had_cents = t.had_cents + w.had_cents, factor_cents = t.factor_cents + w.factor_cents,
    owed_cents = t.owed_cents + w.owed_cents
FROM unnest(%(invoice_id)s::bigint[], %(share_cents)s::bigint[], %(had_cents)s::bigint[],
    %(factor_cents)s::bigint[], %(owed_cents)s::bigint[])
    w (invoice_id, share_cents, had_cents, factor_cents, owed_cents)
WHERE t.contract_id = %(contract_id)s AND t.claim_id = %(claim_id)s
    AND t.invoice_id = w.invoice_id
