-- One row where a key is not over and the caller may touch it (its person, or whoever keeps the
-- keys of its company; null: of any), locked.
SELECT k.id, k.name, k.user_id, u.login, k.company_id, k.scopes, k.approval_id, k.agreed_at
FROM api_key k JOIN app_user u ON u.id = k.user_id
WHERE k.id = %(key_id)s AND k.ended_at IS NULL AND k.expires_at > now()
    AND (k.user_id = %(by_id)s OR %(keeps)s::boolean
        AND (%(company_id)s::bigint IS NULL OR k.company_id = %(company_id)s))
FOR UPDATE OF k
