-- One row per person and role that a company's people have now, or have had and were taken back.
SELECT DISTINCT ON (m.user_id, m.role) m.user_id, u.login, m.role, m.is_granted
FROM membership m JOIN app_user u ON u.id = m.user_id
WHERE m.company_id = %(company_id)s ORDER BY m.user_id, m.role, m.recorded_at DESC
