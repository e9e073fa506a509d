-- One row per company that has a part in a contract now (null: in every contract that may be seen).
SELECT x.contract_id, k.number AS contract_number, x.party_id, p.name AS company_name,
    x.role, x.amount_cents, k.currency, x.source, x.recorded_at
FROM (SELECT DISTINCT ON (contract_id, party_id, role) contract_id, party_id, role, is_granted,
    amount_cents, source, recorded_at
    FROM partner WHERE %(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s
    ORDER BY contract_id, party_id, role, recorded_at DESC) x
JOIN contract k ON k.id = x.contract_id
JOIN party p ON p.id = x.party_id
WHERE x.is_granted ORDER BY k.number, x.role, x.party_id
