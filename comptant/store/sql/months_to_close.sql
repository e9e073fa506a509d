-- One row per month that is over on a day, has closed days and is not closed itself.
SELECT m.month_on
FROM (SELECT DISTINCT date_trunc('month', d.day)::date AS month_on FROM day_close d
    WHERE d.day < date_trunc('month', %(on)s::date) AND d.day >= %(on)s::date - 400) m
LEFT JOIN LATERAL (SELECT is_closed FROM period_change
    WHERE month_on = m.month_on ORDER BY recorded_at DESC LIMIT 1) p ON true
WHERE p.is_closed IS NOT TRUE
ORDER BY m.month_on
