-- One row per invoice asked for whose number another invoice bears that is ours, in its year, under
-- any contract of the client.
SELECT DISTINCT g.contract_id, g.id AS invoice_id
FROM invoice g JOIN contract k ON k.id = g.contract_id JOIN contract o ON o.client_id = k.client_id
JOIN invoice t ON t.contract_id = o.id AND t.number_key = g.number_key AND t.id <> g.id
    AND t.amount_cents > 0
    AND extract(year FROM t.issued_on) = extract(year FROM g.issued_on)
JOIN held h ON h.fingerprint = t.fingerprint AND h.contract_id = t.contract_id
    AND h.invoice_id = t.id AND h.returned_for IS NULL
WHERE g.contract_id = %(contract_id)s AND g.id = ANY(%(ids)s)
ORDER BY 1, 2
