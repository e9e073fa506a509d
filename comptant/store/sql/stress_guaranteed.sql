-- One row per debt of some buyers that our guarantee has taken and that is owed still.
SELECT g.contract_id, g.invoice_id, g.buyer_id, g.factor_open_cents, g.client_open_cents
FROM guarantee g
WHERE g.contract_id = ANY (%(ids)s::bigint[]) AND g.buyer_id = ANY (%(buyer_ids)s::bigint[])
    AND (g.factor_open_cents > 0 OR g.client_open_cents > 0)
ORDER BY g.contract_id, g.invoice_id
