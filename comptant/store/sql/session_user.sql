-- One row per role that the user of a running session has now, with the company; whether the
-- session must prove more, or choose a password.
SELECT u.id, u.login, m.company_id, m.role, p.kind = 'FACTOR' AS is_factor, s.is_web
    AND s.factor_at IS NULL AS must_prove,
    EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id
        AND f.ended_at IS NULL) AS has_factor,
    s.is_once AND u.once_until IS NOT NULL AS must_choose
FROM session s JOIN app_user u ON u.id = s.user_id
LEFT JOIN LATERAL (
    SELECT DISTINCT ON (company_id, role) company_id, role, is_granted FROM membership
    WHERE user_id = u.id ORDER BY company_id, role, recorded_at DESC
) m ON m.is_granted
LEFT JOIN party p ON p.id = m.company_id
WHERE s.token_digest = %(digest)s AND s.ended_at IS NULL AND s.expires_at > %(at)s
