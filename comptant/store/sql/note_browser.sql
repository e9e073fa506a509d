-- One row: the session that was opened by this browser, and whether its user had come with others
-- before and never with this one. Sessions from before browsers had a mark are told by what they
-- said of themselves.
WITH noted AS (
    UPDATE session SET browser = %(browser)s, is_new_browser = EXISTS (SELECT FROM session b
            WHERE b.user_id = session.user_id AND b.is_web AND b.id < session.id)
        AND NOT EXISTS (SELECT FROM session b
            WHERE b.user_id = session.user_id AND b.is_web AND b.id < session.id
                AND CASE WHEN b.browser IS NULL
                    THEN b.agent = session.agent AND b.address = session.address
                    ELSE b.browser = %(browser)s END)
    WHERE token_digest = %(digest)s
    RETURNING user_id, agent, address, is_new_browser
)
SELECT n.user_id, n.agent, n.address, n.is_new_browser AS is_new, u.login, e.email
FROM noted n JOIN app_user u ON u.id = n.user_id
LEFT JOIN user_email e ON e.user_id = n.user_id AND e.ended_at IS NULL
