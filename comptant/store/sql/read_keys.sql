-- One row per key of a program that still opens or waits for its person, of the user's companies:
-- who made it, since when that person agrees.
SELECT k.id, k.name, u.login, p.name AS company_name, k.scopes, k.networks::text[] AS networks,
    k.expires_at, k.recorded_at,
    key_maker(k.id) AS made_by, k.agreed_at, k.user_id = reading_user() AS is_own
FROM api_key k JOIN app_user u ON u.id = k.user_id JOIN party p ON p.id = k.company_id
WHERE k.ended_at IS NULL AND k.expires_at > %(at)s ORDER BY k.id
