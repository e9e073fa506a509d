-- One row: how many acts have no seal yet.
SELECT count(*) FROM act a WHERE NOT EXISTS (SELECT FROM act_seal s WHERE s.act_id = a.id)
