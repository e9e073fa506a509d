-- One row per running session of the user, the latest first; new: from where and with what the user
-- had not come before.
SELECT s.id, s.started_at, s.expires_at, s.is_web, s.factor_at, s.agent, s.address,
    s.is_web AND NOT EXISTS (SELECT FROM session b WHERE b.user_id = s.user_id AND b.is_web
        AND b.id < s.id
            AND b.agent = s.agent AND b.address = s.address)
        AND EXISTS (SELECT FROM session b WHERE b.user_id = s.user_id AND b.is_web
            AND b.id < s.id) AS is_new_device
FROM session s
WHERE s.ended_at IS NULL AND s.expires_at > %(at)s ORDER BY s.started_at DESC, s.id DESC
