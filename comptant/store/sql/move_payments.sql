-- One row per payment whose open amount could move so: its buyer, 0 where nobody's.
UPDATE payment p SET open_cents = p.open_cents + w.cents
FROM (SELECT contract_id, item_id, sum(cents)::bigint AS cents
    FROM unnest(%(contract_id)s::bigint[], %(item_id)s::bigint[],
        %(cents)s::bigint[]) g (contract_id, item_id, cents)
    GROUP BY contract_id, item_id) w
WHERE p.contract_id = w.contract_id AND p.id = w.item_id AND p.open_cents + w.cents BETWEEN 0
    AND p.amount_cents
RETURNING p.id AS item_id, p.buyer_id
