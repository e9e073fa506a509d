-- One row per mail to a person that waits to leave and is still worth it; taken for a while: nobody
-- else sends it meanwhile.
WITH due AS (
    SELECT id FROM user_mail WHERE next_at <= %(at)s AND expires_at > %(at)s
    ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED
)
UPDATE user_mail m SET tries = m.tries + 1,
    next_at = %(at)s + make_interval(secs => %(lease_seconds)s)
FROM due WHERE m.id = due.id RETURNING m.id, m.kind, m.email, m.language, m.secret, m.facts, m.tries
