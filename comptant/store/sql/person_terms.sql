-- One row per person whose name is still there, or one of them: whether a role is held now, and the
-- last day of what holds the name.
WITH held AS (
    SELECT DISTINCT user_id FROM (
        SELECT DISTINCT ON (user_id, company_id, role) user_id, is_granted FROM membership
        ORDER BY user_id, company_id, role, recorded_at DESC) latest
    WHERE is_granted
), acted AS (
    SELECT by_id, max(at) AS at FROM act GROUP BY by_id
), read AS (
    SELECT user_id, max(at) AS at FROM kept_read GROUP BY user_id
), booked AS (
    SELECT a.by_id, max(e.entry_on) AS entry_on FROM entry e JOIN act a ON a.id = e.act_id
        GROUP BY a.by_id
)
SELECT u.id, u.login, u.name, h.user_id IS NOT NULL AS has_role,
    greatest(a.at, r.at)::date AS acted_on, b.entry_on AS booked_on
FROM app_user u
LEFT JOIN held h ON h.user_id = u.id
LEFT JOIN acted a ON a.by_id = u.id
LEFT JOIN read r ON r.user_id = u.id
LEFT JOIN booked b ON b.by_id = u.id
WHERE u.erased_at IS NULL AND (%(login)s::text IS NULL OR u.login = %(login)s)
    AND (%(user_id)s::bigint IS NULL OR u.id = %(user_id)s)
ORDER BY u.login
