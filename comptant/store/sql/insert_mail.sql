-- One row: a mail to a person that waits to leave.
INSERT INTO user_mail (id, user_id, kind, email, language, secret, facts, salt, code_digest,
    made_at, expires_at, next_at)
VALUES (%(id)s, %(user_id)s, %(kind)s, %(email)s, %(language)s, %(secret)s, %(facts)s, %(salt)s,
    %(code_digest)s, %(made_at)s, %(expires_at)s, %(next_at)s)
