-- One row for administrators, accountants and auditors: an act, the key it was asked under, the
-- answer it gave, its seal.
SELECT a.id, a.on_date AS business_on, a.at AS happened_at, u.login, u.name AS user_name,
    p.name AS company_name, a.operation,
    a.contract_id, k.number AS contract_number, a.key AS act_key, a.key_id, y.name AS key_name,
    encode(a.digest, 'hex') AS arguments_digest, s.position AS chain_position,
        encode(s.hash, 'hex') AS chain_hash, a.answer
FROM act a
LEFT JOIN app_user u ON u.id = a.by_id
LEFT JOIN party p ON p.id = a.company_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN api_key y ON y.id = a.key_id
LEFT JOIN act_seal s ON s.act_id = a.id
WHERE (SELECT reading_acts()) AND a.id = %(id)s
