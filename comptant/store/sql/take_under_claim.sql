-- One row per debt guaranteed that a claim takes over, from the guarantee or from another claim.
WITH of_claim AS (
    SELECT contract_id, invoice_id FROM claim_item
    WHERE contract_id = %(contract_id)s AND claim_id = %(claim_id)s
), others AS (
    UPDATE claim_item t SET factor_cents = 0 FROM of_claim c
    WHERE t.contract_id = c.contract_id AND t.invoice_id = c.invoice_id
        AND t.claim_id <> %(claim_id)s AND t.factor_cents > 0
)
UPDATE guarantee g SET factor_open_cents = 0, client_open_cents = 0 FROM of_claim c
WHERE g.contract_id = c.contract_id AND g.invoice_id = c.invoice_id
