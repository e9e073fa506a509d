-- One row where somebody has confirmed the address and was not sent too many: a link that signs in
-- once, and its mail.
WITH who AS (
    SELECT e.user_id, e.email FROM user_email e
    WHERE e.email = %(email)s AND e.ended_at IS NULL
        AND (SELECT count(*) FROM user_mail m WHERE m.user_id = e.user_id AND m.kind = 'LINK'
            AND m.made_at > %(since)s) < %(most)s
), link AS (
    INSERT INTO sign_in_link (token_digest, user_id, expires_at, is_mailed)
    SELECT %(digest)s, user_id, %(expires_at)s, true FROM who
)
INSERT INTO user_mail (user_id, kind, email, language, secret, made_at, expires_at, next_at)
SELECT user_id, 'LINK', email, %(language)s, %(link)s, %(at)s, %(expires_at)s,
    CASE WHEN NOT %(is_trial)s THEN %(at)s::timestamptz END
FROM who
