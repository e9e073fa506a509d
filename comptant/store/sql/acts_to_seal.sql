-- One row: whether acts other than seals wait for their seal.
SELECT EXISTS (SELECT FROM act a WHERE a.operation <> 'seal' AND NOT EXISTS (
    SELECT FROM act_seal s WHERE s.act_id = a.id)) AS wait
