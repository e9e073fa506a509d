-- One row per invoice of which an act (%(undone_id)s) had moved something of claims: moved back;
-- what was taken of the guarantee is its again.
WITH w AS (
    SELECT claim_id, invoice_id, sum(share_cents)::bigint AS share_cents,
        sum(had_cents)::bigint AS had_cents, sum(factor_cents)::bigint AS factor_cents,
        sum(owed_cents)::bigint AS owed_cents, sum(of_factor_cents)::bigint AS of_factor_cents,
        sum(of_client_cents)::bigint AS of_client_cents
    FROM claim_move WHERE contract_id = %(contract_id)s AND act_id = %(undone_id)s
    GROUP BY claim_id, invoice_id
), items AS (
    UPDATE claim_item t SET share_cents = t.share_cents - w.share_cents,
        had_cents = t.had_cents - w.had_cents, factor_cents = t.factor_cents - w.factor_cents,
        owed_cents = t.owed_cents - w.owed_cents
    FROM w
    WHERE t.contract_id = %(contract_id)s AND t.claim_id = w.claim_id
        AND t.invoice_id = w.invoice_id
), held AS (
    UPDATE guarantee g SET factor_open_cents = g.factor_open_cents + w.of_factor_cents,
        client_open_cents = g.client_open_cents + w.of_client_cents
    FROM w
    WHERE g.contract_id = %(contract_id)s AND g.invoice_id = w.invoice_id
        AND (w.of_factor_cents <> 0 OR w.of_client_cents <> 0)
)
INSERT INTO claim_move (contract_id, act_id, claim_id, invoice_id, is_taken, share_cents, had_cents,
    factor_cents, owed_cents, of_factor_cents, of_client_cents)
SELECT %(contract_id)s, %(act_id)s, claim_id, invoice_id, false, -share_cents, -had_cents,
    -factor_cents, -owed_cents, -of_factor_cents, -of_client_cents
FROM w
RETURNING claim_id, invoice_id
