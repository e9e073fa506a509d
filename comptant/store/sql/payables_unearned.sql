-- One row per payable bought whose due date is to come: its discount and the days that it is for.
SELECT contract_id, id AS payable_id, discount_cents, bought_on AS early_on, due_on,
    %(on)s::date AS today_on
FROM payable_standing
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND is_bought AND discount_cents > 0
    AND due_on > %(on)s
ORDER BY contract_id, id
