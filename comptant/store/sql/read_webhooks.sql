-- One row per address of the user's companies that is told of events.
SELECT w.id, p.name AS company_name, w.url, w.kinds AS event_kinds, w.recorded_at
FROM webhook w JOIN party p ON p.id = w.company_id
WHERE w.ended_at IS NULL ORDER BY w.id
