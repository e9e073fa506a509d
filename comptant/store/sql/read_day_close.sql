-- One row: the report of a day's close; no day: the last one closed.
SELECT d.day, d.report, d.act_id, u.login AS closed_by, a.at AS closed_at
FROM day_close d JOIN act a ON a.id = d.act_id LEFT JOIN app_user u ON u.id = a.by_id
WHERE %(day)s::date IS NULL OR d.day = %(day)s
ORDER BY d.day DESC LIMIT 1
