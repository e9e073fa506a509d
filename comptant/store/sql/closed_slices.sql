-- One row per slice of contracts closed on a day, with what its close answered.
SELECT n.number, a.answer
FROM generate_series(1, %(most)s::int) n (number)
JOIN act a ON a.company_id = %(company_id)s AND a.key = 'close/' || %(on)s::date || '/' || n.number
    AND a.operation = 'close_slice'
ORDER BY n.number
