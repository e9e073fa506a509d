-- One row: how often a key has called in the minute, this call included.
INSERT INTO api_use AS u (key_id, minute_at, calls) VALUES (%(key_id)s, %(minute_at)s, 1)
ON CONFLICT (key_id) DO UPDATE SET minute_at = excluded.minute_at,
    calls = CASE WHEN u.minute_at = excluded.minute_at THEN u.calls + 1 ELSE 1 END
RETURNING calls
