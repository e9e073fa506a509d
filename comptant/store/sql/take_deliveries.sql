-- One row per delivery that is due, taken for a while: nobody else sends it meanwhile.
WITH due AS (
    SELECT id FROM delivery WHERE next_at <= %(at)s ORDER BY next_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE delivery d SET tries = d.tries + 1, next_at = %(at)s + make_interval(secs => %(lease_seconds)s)
    FROM due WHERE d.id = due.id RETURNING d.id, d.webhook_id, d.event_id, d.tries
)
SELECT t.id, t.tries, t.event_id, w.url, w.token,
    CASE WHEN w.token_before_until > %(at)s THEN w.token_before END AS token_before, e.kind, e.at, e.data
FROM taken t JOIN webhook w ON w.id = t.webhook_id JOIN event e ON e.id = t.event_id ORDER BY t.id
