-- One row per programme with discounts not earned yet in its books: how much of them.
SELECT contract_id, -sum(amount_cents)::bigint AS deferred_cents FROM balance
WHERE contract_id = ANY (%(contract_ids)s::bigint[]) AND account = 'DEFI'
    GROUP BY contract_id HAVING sum(amount_cents) <> 0
