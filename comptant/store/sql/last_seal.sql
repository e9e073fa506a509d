-- One row: the last seal of the chain.
SELECT position, hash FROM act_seal ORDER BY position DESC LIMIT 1
