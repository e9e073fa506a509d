-- One row: the last seal of the chain of reads.
SELECT position, hash FROM read_seal ORDER BY position DESC LIMIT 1
