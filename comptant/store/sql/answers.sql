-- One row per act asked for, with the answer given.
SELECT id, answer FROM act WHERE id = ANY (%(ids)s::bigint[])
