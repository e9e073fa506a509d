-- One row per pair of clients of which one sells to the other what is open, on the ways that begin
-- at the clients of contracts: under whatever contract of the house.
WITH RECURSIVE reached (client_id, step) AS (
    SELECT client_id, 0 FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION
    SELECT b.buyer_id, r.step + 1
    FROM reached r
    JOIN contract k ON k.client_id = r.client_id AND NOT k.is_house
    JOIN contract_buyer b ON b.contract_id = k.id
    WHERE r.step < 5 AND EXISTS (SELECT FROM contract o WHERE o.client_id = b.buyer_id)
)
SELECT DISTINCT k.client_id, b.buyer_id
FROM (SELECT DISTINCT client_id FROM reached) r
JOIN contract k ON k.client_id = r.client_id AND NOT k.is_house
JOIN contract_buyer b ON b.contract_id = k.id AND b.buyer_id <> k.client_id
WHERE EXISTS (SELECT FROM contract o WHERE o.client_id = b.buyer_id)
    AND EXISTS (SELECT FROM invoice i WHERE i.contract_id = b.contract_id
        AND i.buyer_id = b.buyer_id AND i.open_cents <> 0 AND i.amount_cents > 0)
ORDER BY 1, 2
