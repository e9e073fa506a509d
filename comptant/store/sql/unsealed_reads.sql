-- One row per read that has no seal yet, in the order of the ids.
SELECT r.* FROM kept_read r WHERE NOT EXISTS (SELECT FROM read_seal s WHERE s.read_id = r.id)
    ORDER BY r.id LIMIT %(most)s
