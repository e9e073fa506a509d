-- One row per seal after a position of the chain of reads, with its read (null where somebody
-- removed it).
SELECT s.position, s.hash, s.read_id AS sealed_id, r.* FROM read_seal s LEFT JOIN kept_read r
    ON r.id = s.read_id
WHERE s.position > %(after)s ORDER BY s.position LIMIT %(most)s
