-- One row per slice of contracts of a day's close, with what an operation answered of it: the close
-- itself, or the watch on fraud (`step`).
SELECT n.number, a.answer
FROM generate_series(1, %(most)s::int) n (number)
JOIN act a ON a.company_id = %(company_id)s
    AND a.key = 'close/' || %(on)s::date || %(step)s || n.number AND a.operation = %(operation)s
ORDER BY n.number
