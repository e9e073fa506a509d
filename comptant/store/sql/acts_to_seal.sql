-- One row: whether acts other than seals, or reads, wait for their seal.
SELECT EXISTS (SELECT FROM act a WHERE a.operation <> 'seal' AND NOT EXISTS (
        SELECT FROM act_seal s WHERE s.act_id = a.id))
    OR EXISTS (SELECT FROM kept_read r WHERE NOT EXISTS (
        SELECT FROM read_seal s WHERE s.read_id = r.id)) AS wait
