-- One row per sealed act after a position of the chain.
SELECT s.position, s.hash, a.* FROM act_seal s JOIN act a ON a.id = s.act_id
WHERE s.position > %(after)s ORDER BY s.position LIMIT %(most)s
