-- One row per code that waits to leave and still serves; taken for a while: nobody else sends it
-- meanwhile.
WITH due AS (
    SELECT id FROM signing_code WHERE next_at <= %(at)s AND expires_at > %(at)s AND code IS NOT NULL
    ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED
)
UPDATE signing_code c SET tries = c.tries + 1,
    next_at = %(at)s + make_interval(secs => %(lease_seconds)s)
FROM due WHERE c.id = due.id RETURNING c.id, c.email, c.code, c.language, c.tries
