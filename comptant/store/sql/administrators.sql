-- One row: how many people have ever been administrators of the factor.
SELECT count(DISTINCT m.user_id) AS count FROM membership m
JOIN party p ON p.id = m.company_id AND p.kind = 'FACTOR'
WHERE m.role = 'administrator' AND m.is_granted
