-- One row per debt guaranteed that a claim takes over, from the guarantee or from another claim;
-- (%(is_again)s) of one that it had taken over before what the guarantee has again.
WITH others AS (
    UPDATE claim_item t SET factor_cents = 0
    WHERE t.contract_id = %(contract_id)s AND t.claim_id <> %(claim_id)s AND t.factor_cents > 0
        AND NOT %(is_again)s
        AND t.invoice_id IN (SELECT o.invoice_id FROM claim_item o
            WHERE o.contract_id = t.contract_id AND o.claim_id = %(claim_id)s)
)
UPDATE guarantee g SET factor_open_cents = 0, client_open_cents = 0
WHERE g.contract_id = %(contract_id)s AND g.invoice_id IN (SELECT o.invoice_id FROM claim_item o
    WHERE o.contract_id = g.contract_id AND o.claim_id = %(claim_id)s)
