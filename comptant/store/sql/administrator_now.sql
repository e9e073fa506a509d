-- One row: a person by login, and whether they are an administrator of the factor now.
SELECT u.id AS user_id, f.id AS factor_id, coalesce((SELECT m.is_granted FROM membership m
    WHERE m.user_id = u.id AND m.company_id = f.id AND m.role = 'administrator'
    ORDER BY m.recorded_at DESC LIMIT 1), false) AS is_administrator
FROM app_user u CROSS JOIN (SELECT id FROM party WHERE kind = 'FACTOR' LIMIT 1) f
WHERE u.login = %(login)s
