-- One row per number of a company that is a buyer of some contract.
SELECT n.identifier, n.party_id AS buyer_id, p.name AS buyer_name
FROM party_identifier n JOIN party p ON p.id = n.party_id
WHERE n.identifier = ANY (%(numbers)s::text[])
    AND EXISTS (SELECT FROM contract_buyer b WHERE b.buyer_id = n.party_id)
ORDER BY n.identifier, n.party_id
