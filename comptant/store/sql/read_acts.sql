-- One row for administrators, accountants and auditors per act of a period: who did what, when,
-- through which key, the digest of its arguments, its place in the chain.
SELECT a.id, a.on_date AS business_on, a.at AS happened_at, u.login, p.name AS company_name,
    a.operation, a.contract_id,
    k.number AS contract_number, y.name AS key_name, encode(a.digest, 'hex') AS arguments_digest,
        s.position AS chain_position
FROM act a
LEFT JOIN app_user u ON u.id = a.by_id
LEFT JOIN party p ON p.id = a.company_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN api_key y ON y.id = a.key_id
LEFT JOIN act_seal s ON s.act_id = a.id
WHERE (SELECT reading_acts())
    AND a.on_date >= coalesce(%(from_on)s, '-infinity'::date)
        AND a.on_date <= coalesce(%(until_on)s, 'infinity'::date)
    AND (%(login)s::text IS NULL OR u.login = %(login)s)
        AND (%(operation)s::text IS NULL OR a.operation = %(operation)s)
    AND (%(contract_id)s::bigint IS NULL OR a.contract_id = %(contract_id)s)
ORDER BY a.on_date DESC, a.id DESC
