-- One row: the code that was sent last to confirm an address of a person.
SELECT id, email, language, salt, code_digest, expires_at, used_at FROM user_mail
WHERE user_id = %(user_id)s AND kind = 'CONFIRM' ORDER BY id DESC LIMIT 1
