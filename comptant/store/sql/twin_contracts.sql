-- One row per contract of the same client where an invoice bears the number of one of these.
SELECT DISTINCT t.contract_id
FROM invoice g JOIN contract k ON k.id = g.contract_id JOIN contract o ON o.client_id = k.client_id
JOIN invoice t ON t.contract_id = o.id AND t.number_key = g.number_key AND t.id <> g.id
WHERE g.contract_id = %(contract_id)s AND g.id = ANY(%(ids)s)
