-- One row per quote (null: of all), for the house: its cost floor and what it would leave.
SELECT f.quote_id AS id, q.prospect, q.product, q.cost_cents, f.cost_floor_cents, f.margin_cents,
    f.floor
FROM quote_floor f JOIN quote q ON q.id = f.quote_id
WHERE %(id)s::bigint IS NULL OR f.quote_id = %(id)s
ORDER BY f.quote_id
