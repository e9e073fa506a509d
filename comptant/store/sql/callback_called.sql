-- One row if somebody has called about a case, with an outcome (null: any).
SELECT s.id FROM callback_step s
WHERE s.callback_id = %(callback_id)s AND s.step = 'CALLED'
    AND (%(outcome)s::text IS NULL OR s.outcome = %(outcome)s)
LIMIT 1
