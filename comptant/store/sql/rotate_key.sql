-- One row: the key that takes the place of one, how long the old one opens, and whether the new one
-- waits for its person.
WITH ending AS (
    UPDATE api_key SET expires_at = least(expires_at,
        now() + make_interval(hours => %(hours)s::integer)),
        ended_at = CASE WHEN %(hours)s::integer = 0 THEN now() END
    WHERE id = %(key_id)s RETURNING *
)
INSERT INTO api_key (id, token_digest, user_id, company_id, name, scopes, networks, expires_at,
    made_by, approval_id,
    agreed_at, act_id)
SELECT %(new_id)s, %(digest)s, user_id, company_id, name, scopes, networks,
    now() + make_interval(days => %(days)s::integer), %(by_id)s, %(approval_id)s::bigint,
    CASE WHEN %(approval_id)s::bigint IS NULL THEN now() END, %(act_id)s
FROM ending RETURNING id, name, (SELECT expires_at FROM ending) AS old_expires_at
