-- One row per backend of the measurement that waits for a lock: what for, and what holds it.
SELECT w.wait_event AS waits_for, left(regexp_replace(h.query, '\s+', ' ', 'g'), 80) AS holder
FROM pg_stat_activity w
LEFT JOIN LATERAL unnest(pg_blocking_pids(w.pid)) b (pid) ON true
LEFT JOIN pg_stat_activity h ON h.pid = b.pid
WHERE w.application_name = %(application)s AND w.wait_event_type = 'Lock'
