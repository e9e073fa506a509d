-- One row per debt guaranteed that a claim takes over from the guarantee or from another claim,
-- with what it took; (%(is_again)s) of one that it had taken over before what it has again.
WITH named AS (
    SELECT invoice_id FROM claim_item
    WHERE contract_id = %(contract_id)s AND claim_id = %(claim_id)s
), others AS (
    SELECT t.claim_id, t.invoice_id, t.factor_cents, t.owed_cents FROM claim_item t
    WHERE t.contract_id = %(contract_id)s AND t.claim_id <> %(claim_id)s
        AND (t.factor_cents > 0 OR t.owed_cents > 0) AND NOT %(is_again)s
        AND t.invoice_id IN (SELECT invoice_id FROM named)
), emptied AS (
    UPDATE claim_item t SET factor_cents = 0, owed_cents = 0 FROM others o
    WHERE t.contract_id = %(contract_id)s AND t.claim_id = o.claim_id
        AND t.invoice_id = o.invoice_id
), held AS (
    SELECT g.invoice_id, g.factor_open_cents, g.client_open_cents FROM guarantee g
    WHERE g.contract_id = %(contract_id)s AND g.invoice_id IN (SELECT invoice_id FROM named)
), freed AS (
    UPDATE guarantee g SET factor_open_cents = 0, client_open_cents = 0 FROM held h
    WHERE g.contract_id = %(contract_id)s AND g.invoice_id = h.invoice_id
)
INSERT INTO claim_move (contract_id, act_id, claim_id, invoice_id, is_taken, factor_cents,
    owed_cents, of_factor_cents, of_client_cents)
SELECT %(contract_id)s, %(act_id)s, claim_id, invoice_id, true, -factor_cents, -owed_cents, 0, 0
FROM others
UNION ALL
SELECT %(contract_id)s, %(act_id)s, %(claim_id)s, invoice_id, true, 0, 0, factor_open_cents,
    client_open_cents
FROM held
