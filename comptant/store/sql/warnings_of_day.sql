-- One row where companies were scored on a day: how many, how many to watch, in alert, and how many
-- went up or down a level.
SELECT d.companies, (a.answer ->> 'watched')::bigint AS watched,
    (a.answer ->> 'alerts')::bigint AS alerts,
    (a.answer ->> 'crossed_count')::bigint AS crossed_count
FROM warning_day d JOIN act a ON a.id = d.act_id
WHERE d.scored_on = %(day)s
