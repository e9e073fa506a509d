-- One row per user and company, with the roles held there now.
SELECT u.id, u.login, u.name, p.id AS company_id, p.name AS company_name,
    array_agg(m.role ORDER BY m.role) AS roles
FROM app_user u
JOIN (SELECT DISTINCT ON (user_id, company_id, role) user_id, company_id, role, is_granted
    FROM membership
    ORDER BY user_id, company_id, role, recorded_at DESC) m ON m.user_id = u.id AND m.is_granted
JOIN party p ON p.id = m.company_id
GROUP BY u.id, u.login, u.name, p.id, p.name
ORDER BY u.login, p.name
