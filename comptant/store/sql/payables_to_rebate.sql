-- One row per payable bought that its buyer has paid whole, not in default, and whose rebate is
-- still to give.
SELECT contract_id, id AS payable_id, rebate_cents FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND is_bought AND NOT is_defaulted
    AND open_cents = 0
    AND rebate_cents > 0 AND rebated_cents = 0
ORDER BY contract_id, id
