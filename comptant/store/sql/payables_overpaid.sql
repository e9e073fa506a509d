-- One row per payable whose supplier was paid on with money of the buyer that went back: how much of it the buyer now owes us.
SELECT contract_id, id AS payable_id, supplier_id, buyer_id, number_key, issued_on, amount_cents AS payable_cents,
    (least(ordered_cents, amount_cents) - collected_cents - bought_cents)::bigint AS amount_cents
FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND id = ANY (%(ids)s::bigint[]) AND paid_on IS NOT NULL
    AND rate_ppm IS NULL AND least(ordered_cents, amount_cents) > collected_cents + bought_cents
ORDER BY contract_id, id
