-- One row per payment of which so much more has become a payment elsewhere, or less (below zero).
UPDATE payment p SET moved_cents = p.moved_cents + w.cents
FROM (SELECT contract_id, item_id, sum(cents)::bigint AS cents
    FROM unnest(%(contract_id)s::bigint[], %(item_id)s::bigint[],
        %(cents)s::bigint[]) g (contract_id, item_id, cents)
    GROUP BY contract_id, item_id) w
WHERE p.contract_id = w.contract_id AND p.id = w.item_id
