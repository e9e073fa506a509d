-- One row per accounting event, on the first day after the last closed day, in an open month.
WITH first AS (
    SELECT greatest(%(on)s::date, (SELECT max(day) + 1 FROM day_close)) AS day
), months AS (
    SELECT DISTINCT ON (month_on) month_on, is_closed FROM period_change
        ORDER BY month_on, recorded_at DESC
), opened AS (
    SELECT min(candidate) AS entry_on FROM (
        SELECT day AS candidate FROM first
        WHERE NOT EXISTS (SELECT FROM months WHERE is_closed
            AND month_on = date_trunc('month', day)::date)
        UNION ALL
        SELECT m::date FROM first,
            generate_series(date_trunc('month', day) + interval '1 month',
                date_trunc('month', day) + interval '121 months', interval '1 month') m
        WHERE NOT EXISTS (SELECT FROM months WHERE is_closed AND month_on = m::date)
    ) open_days
)
INSERT INTO entry (contract_id, id, key, event, journal, entry_on, value_on, reverses_id, act_id)
SELECT e.contract_id, coalesce(e.id, nextval('ids')), e.key, e.event, e.journal, o.entry_on,
    e.value_on, e.reverses_id, %(act_id)s
FROM opened o CROSS JOIN unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[], %(keys)s::text[],
    %(events)s::text[],
    %(journals)s::text[], %(values_on)s::date[], %(reverses_ids)s::bigint[])
    AS e (contract_id, id, key, event, journal, value_on, reverses_id)
RETURNING id
