-- One row per act of a person of the user's company: who did what, when, on which contract, by
-- which program's key if by one.
SELECT a.id, a.at AS happened_at, u.login, a.operation, k.number AS contract_number,
    a.on_date AS business_on,
    a.key_id, y.name AS key_name
FROM act a JOIN app_user u ON u.id = a.by_id LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN api_key y ON y.id = a.key_id
WHERE a.company_id = reading_company() AND (%(login)s::text IS NULL OR u.login = %(login)s)
