-- One row per pair of clients of which one has sold to the other what is open: whose contracts they
-- are does not matter.
SELECT DISTINCT k.client_id, b.buyer_id
FROM contract o
JOIN contract_buyer b ON b.buyer_id = o.client_id
JOIN contract k ON k.id = b.contract_id AND k.client_id <> b.buyer_id
WHERE NOT o.is_house AND EXISTS (SELECT FROM invoice i WHERE i.contract_id = b.contract_id
    AND i.buyer_id = b.buyer_id AND i.open_cents <> 0 AND i.amount_cents > 0)
ORDER BY 1, 2
