-- One row: the last code made for a person to sign papers of a contract, held until the transaction
-- ends.
SELECT id, signature_ids, email, salt, code_digest, expires_at, sent_at, used_at FROM signing_code
WHERE user_id = %(user_id)s AND contract_id = %(contract_id)s
ORDER BY id DESC LIMIT 1 FOR UPDATE
