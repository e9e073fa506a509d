-- One row per running session of the user, the latest first; new: opened in a browser with which
-- the user, who had come with others, had not come before.
SELECT id, started_at, expires_at, is_web, factor_at, agent, address, is_new_browser
    AS is_new_device
FROM session
WHERE ended_at IS NULL AND expires_at > %(at)s ORDER BY started_at DESC, id DESC
