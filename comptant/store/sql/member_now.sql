-- One row if a person of a login has a role in a company now.
SELECT u.id, u.name FROM app_user u
WHERE u.login = %(login)s AND EXISTS (
    SELECT FROM (SELECT DISTINCT ON (m.role) m.is_granted FROM membership m
        WHERE m.user_id = u.id AND m.company_id = %(company_id)s
            ORDER BY m.role, m.recorded_at DESC) held
    WHERE held.is_granted)
