-- One row per role that the user of a running key, once that user agrees to it, has now in the
-- key's company, for a call from an address of its networks.
SELECT k.id AS key_id, u.id, u.login, k.company_id, m.role, p.kind = 'FACTOR' AS is_factor,
    false AS must_prove, k.scopes
FROM api_key k JOIN app_user u ON u.id = k.user_id
JOIN party p ON p.id = k.company_id
LEFT JOIN LATERAL (
    SELECT DISTINCT ON (role) role, is_granted FROM membership
    WHERE user_id = u.id AND company_id = k.company_id ORDER BY role, recorded_at DESC
) m ON m.is_granted
WHERE (k.token_digest = %(digest)s::bytea OR k.id = %(key_id)s::bigint) AND k.ended_at IS NULL
    AND k.agreed_at IS NOT NULL AND k.expires_at > %(at)s
    AND (k.networks = '{}' OR %(address)s::inet <<= ANY (k.networks))
