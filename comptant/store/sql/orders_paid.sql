-- One row per payment order asked for that was released, with the steps it has taken and the
-- accounts of ours that it was sent from.
SELECT o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id,
    o.end_to_end_reference, s.steps, s.own_account_ids
FROM payment_order o
CROSS JOIN LATERAL (SELECT coalesce(array_agg(x.step), '{}') AS steps,
        coalesce(array_agg(x.own_account_id) FILTER (WHERE x.step = 'SENT'),
            '{}') AS own_account_ids
    FROM payment_order_step_now x WHERE x.contract_id = o.contract_id AND x.order_id = o.id) s
WHERE o.id = ANY (%(ids)s::bigint[])
    AND (%(contract_ids)s::bigint[] IS NULL OR o.contract_id = ANY (%(contract_ids)s::bigint[]))
ORDER BY o.contract_id, o.id
