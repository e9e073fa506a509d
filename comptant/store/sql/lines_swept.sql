-- One row per line of the bank, of these, that tells a sweep of a dedicated account.
SELECT DISTINCT bank_movement_id AS movement_id FROM sweep_step
WHERE bank_movement_id = ANY (%(movement_ids)s::bigint[])
ORDER BY 1
