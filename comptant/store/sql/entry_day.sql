-- One row: the accounting day for what is booked on a day, after the last closed day and in an open month.
WITH first AS (
    SELECT greatest(%(on)s::date, (SELECT max(day) + 1 FROM day_close)) AS day
), months AS (
    SELECT DISTINCT ON (month_on) month_on, is_closed FROM period_change ORDER BY month_on, recorded_at DESC
)
SELECT min(candidate) AS entry_on FROM (
    SELECT day AS candidate FROM first
    WHERE NOT EXISTS (SELECT FROM months WHERE is_closed AND month_on = date_trunc('month', day)::date)
    UNION ALL
    SELECT m::date FROM first,
        generate_series(date_trunc('month', day) + interval '1 month',
            date_trunc('month', day) + interval '121 months', interval '1 month') m
    WHERE NOT EXISTS (SELECT FROM months WHERE is_closed AND month_on = m::date)
) open_days
