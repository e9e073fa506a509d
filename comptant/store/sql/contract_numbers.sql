-- One row per contract asked for, with its number.
SELECT id, number FROM contract WHERE id = ANY (%(ids)s::bigint[]) ORDER BY id
