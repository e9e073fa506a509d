-- One row per invoice of a claim of which something has moved, with what the act has moved.
WITH w AS (
    SELECT * FROM unnest(%(invoice_id)s::bigint[], %(share_cents)s::bigint[],
        %(had_cents)s::bigint[], %(factor_cents)s::bigint[], %(owed_cents)s::bigint[])
        w (invoice_id, share_cents, had_cents, factor_cents, owed_cents)
), moved AS (
    UPDATE claim_item t SET share_cents = t.share_cents + w.share_cents,
        had_cents = t.had_cents + w.had_cents, factor_cents = t.factor_cents + w.factor_cents,
        owed_cents = t.owed_cents + w.owed_cents
    FROM w
    WHERE t.contract_id = %(contract_id)s AND t.claim_id = %(claim_id)s
        AND t.invoice_id = w.invoice_id
)
INSERT INTO claim_move (contract_id, act_id, claim_id, invoice_id, is_taken, share_cents, had_cents,
    factor_cents, owed_cents)
SELECT %(contract_id)s, %(act_id)s, %(claim_id)s, invoice_id, false, share_cents, had_cents,
    factor_cents, owed_cents
FROM w
