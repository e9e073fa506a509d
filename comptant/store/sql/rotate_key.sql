-- One row where the key still opens (and is of the company, if one is named): the key that takes its place, and how long the old one opens.
WITH old AS (
    SELECT * FROM api_key WHERE id = %(key_id)s AND ended_at IS NULL AND expires_at > %(at)s
        AND (%(company_id)s::bigint IS NULL OR company_id = %(company_id)s) FOR UPDATE
), ending AS (
    UPDATE api_key k SET expires_at = least(k.expires_at, %(at)s + make_interval(hours => %(hours)s::integer)),
        ended_at = CASE WHEN %(hours)s::integer = 0 THEN now() END
    FROM old WHERE k.id = old.id RETURNING k.expires_at
)
INSERT INTO api_key (token_digest, user_id, company_id, name, scopes, networks, expires_at, act_id)
SELECT %(digest)s, user_id, company_id, name, scopes, networks,
    %(at)s + make_interval(days => %(days)s::integer), %(act_id)s
FROM old RETURNING id, name, (SELECT expires_at FROM ending) AS old_expires_at
