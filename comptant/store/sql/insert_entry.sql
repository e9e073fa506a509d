-- One row: an accounting event of a contract, on the first day after the last closed day, in an open month.
WITH first AS (
    SELECT greatest(%(on)s::date, (SELECT max(day) + 1 FROM day_close)) AS day
), months AS (
    SELECT DISTINCT ON (month_on) month_on, is_closed FROM period_change ORDER BY month_on, recorded_at DESC
)
INSERT INTO entry (contract_id, id, key, journal, entry_on, value_on, reverses_id, act_id)
SELECT %(contract_id)s, coalesce(%(id)s::bigint, nextval('ids')), %(key)s, %(journal)s, min(candidate), %(value_on)s,
    %(reverses_id)s, %(act_id)s
FROM (
    SELECT day AS candidate FROM first
    WHERE NOT EXISTS (SELECT FROM months WHERE is_closed AND month_on = date_trunc('month', day)::date)
    UNION ALL
    SELECT m::date FROM first,
        generate_series(date_trunc('month', day) + interval '1 month',
            date_trunc('month', day) + interval '121 months', interval '1 month') m
    WHERE NOT EXISTS (SELECT FROM months WHERE is_closed AND month_on = m::date)
) open_days
RETURNING id
