-- One row per act that has no seal yet, in the order of the ids.
SELECT a.* FROM act a WHERE NOT EXISTS (SELECT FROM act_seal s WHERE s.act_id = a.id) ORDER BY a.id
    LIMIT %(most)s
