-- One row: a code for a person to sign some papers of a contract.
INSERT INTO signing_code (id, user_id, contract_id, signature_ids, email, language, code, salt,
    code_digest, made_at, expires_at,
    next_at, act_id)
VALUES (%(id)s, %(user_id)s, %(contract_id)s, %(signature_ids)s, %(email)s, %(language)s, %(code)s,
    %(salt)s, %(code_digest)s,
    %(made_at)s, %(expires_at)s, %(next_at)s, %(act_id)s)
