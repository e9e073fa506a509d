-- One row: how many reads have no seal yet.
SELECT count(*) FROM kept_read r WHERE NOT EXISTS (SELECT FROM read_seal s WHERE s.read_id = r.id)
