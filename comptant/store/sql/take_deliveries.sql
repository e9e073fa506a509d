-- One row per address with a delivery that is due, the first of each, save those that are being
-- told already; taken for a while: nobody else sends it meanwhile.
WITH first AS (
    SELECT n.id, n.next_at FROM webhook w CROSS JOIN LATERAL (
        SELECT d.id, d.next_at FROM delivery d WHERE d.webhook_id = w.id AND d.next_at <= %(at)s
        ORDER BY d.next_at, d.id LIMIT 1) n
    WHERE w.ended_at IS NULL AND w.id <> ALL (%(busy)s::bigint[])
), due AS (
    SELECT d.id FROM delivery d JOIN first f ON f.id = d.id WHERE d.next_at <= %(at)s
    ORDER BY f.next_at, d.id LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED
), taken AS (
    UPDATE delivery d SET tries = d.tries + 1,
        next_at = %(at)s + make_interval(secs => %(lease_seconds)s)
    FROM due WHERE d.id = due.id RETURNING d.id, d.webhook_id, d.event_id, d.tries
)
SELECT t.id, t.tries, t.event_id, t.webhook_id, w.url, w.token,
    CASE WHEN w.token_before_until > %(at)s
        THEN w.token_before END AS token_before, e.kind, e.at, e.data
FROM taken t JOIN webhook w ON w.id = t.webhook_id JOIN event e ON e.id = t.event_id ORDER BY t.id
