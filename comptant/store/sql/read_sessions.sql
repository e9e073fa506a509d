-- One row per running session of the user, the latest first.
SELECT id, started_at, expires_at, is_web, factor_at, agent, address FROM session
WHERE ended_at IS NULL AND expires_at > %(at)s ORDER BY started_at DESC, id DESC
