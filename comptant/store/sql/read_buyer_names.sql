-- One row per buyer of a contract (null: of all contracts) with its name as that contract shows it,
-- the contract's number and its client.
SELECT k.id AS contract_id, k.number AS contract_number, c.name AS client_name, p.id AS buyer_id,
    p.name AS buyer_name
FROM contract k JOIN party c ON c.id = k.client_id
JOIN contract_buyer b ON b.contract_id = k.id
JOIN buyer_shown p ON p.contract_id = b.contract_id AND p.id = b.buyer_id
WHERE %(contract_id)s::bigint IS NULL OR k.id = %(contract_id)s
ORDER BY k.id, p.id
