-- One row per payable whose supplier was paid more than it is owed: what the buyer's bank took back after we had paid.
SELECT contract_id, id AS payable_id, (-owed_supplier_cents)::bigint AS amount_cents FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND id = ANY (%(ids)s::bigint[]) AND owed_supplier_cents < 0
    AND NOT is_bought AND paid_on IS NOT NULL
ORDER BY contract_id, id
