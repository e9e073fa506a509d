-- One row per person of the user's company: the roles held there now, and since when.
SELECT u.id, u.login, u.name, p.name AS company_name, m.roles, m.since_at AS recorded_at
FROM (
    SELECT user_id, company_id, array_agg(role ORDER BY role) FILTER (WHERE is_granted) AS roles,
        min(recorded_at) FILTER (WHERE is_granted) AS since_at
    FROM (SELECT DISTINCT ON (user_id, company_id, role) user_id, company_id, role, is_granted,
        recorded_at
        FROM membership WHERE company_id = reading_company()
        ORDER BY user_id, company_id, role, recorded_at DESC) held
    GROUP BY user_id, company_id
) m
JOIN app_user u ON u.id = m.user_id
JOIN party p ON p.id = m.company_id
WHERE m.roles IS NOT NULL
ORDER BY u.login, u.id
