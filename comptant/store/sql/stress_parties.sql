-- One row per party asked for: its name.
SELECT id AS buyer_id, name AS buyer_name FROM party WHERE id = ANY (%(ids)s::bigint[])
ORDER BY id
