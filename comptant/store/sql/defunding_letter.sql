-- One row: who writes of a contract's disputes, and to whom.
SELECT k.number AS contract_number, c.name AS client_name, f.name AS factor_name,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = c.id
        AND i.scheme = 'siren') AS client_siren,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = f.id
        AND i.scheme = 'siren') AS factor_siren,
    CASE WHEN c.country IN ('FR', 'MC', 'BE', 'LU') THEN 'fr' ELSE 'en' END AS language
FROM contract k JOIN party c ON c.id = k.client_id JOIN party f ON f.kind = 'FACTOR'
WHERE k.id = %(contract_id)s
