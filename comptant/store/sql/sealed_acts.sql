-- One row per seal after a position of the chain, with its act (null where somebody removed it).
SELECT s.position, s.hash, s.act_id AS sealed_id, a.* FROM act_seal s LEFT JOIN act a
    ON a.id = s.act_id
WHERE s.position > %(after)s ORDER BY s.position LIMIT %(most)s
