-- One row per contract of the clients of contracts: an invoice may be sold under one and again
-- under another.
SELECT s.id FROM contract k JOIN contract s ON s.client_id = k.client_id AND NOT s.is_house
WHERE k.id = ANY (%(contract_ids)s::bigint[])
GROUP BY s.id ORDER BY s.id
