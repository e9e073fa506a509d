-- One row per role that a person has now in a company.
SELECT role FROM (SELECT DISTINCT ON (role) role, is_granted FROM membership
    WHERE user_id = %(user_id)s AND company_id = %(company_id)s ORDER BY role, recorded_at DESC) m
WHERE is_granted
ORDER BY role
