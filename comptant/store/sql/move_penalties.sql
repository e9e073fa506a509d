-- One row per penalty whose open amount could move so.
UPDATE penalty p SET open_cents = p.open_cents + w.cents,
    is_undone = CASE WHEN %(undoes)s THEN true ELSE p.is_undone END
FROM (SELECT contract_id, id, sum(cents)::bigint AS cents
    FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[], %(cents)s::bigint[])
        g (contract_id, id, cents) GROUP BY 1, 2) w
WHERE p.contract_id = w.contract_id AND p.id = w.id
    AND p.open_cents + w.cents BETWEEN 0 AND p.amount_cents
RETURNING p.id
