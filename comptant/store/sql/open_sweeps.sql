-- One row per sweep of some dedicated accounts that has not both left and arrived, or that has come
-- back: with its steps, the oldest first.
SELECT s.contract_id, s.id, s.own_account_id, s.to_account_id, s.currency, s.amount_cents,
    coalesce(t.steps, '{}') AS steps
FROM sweep s
LEFT JOIN LATERAL (SELECT array_agg(x.step) AS steps FROM sweep_step x
    WHERE x.contract_id = s.contract_id AND x.sweep_id = s.id) t ON true
WHERE s.own_account_id = ANY (%(own_account_ids)s::bigint[])
    AND NOT coalesce(t.steps, '{}') @> '{LEFT,ARRIVED}'
    AND NOT coalesce(t.steps, '{}') @> '{RETURNED}'
ORDER BY s.id
