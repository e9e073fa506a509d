-- One row per party that may be seen, by id, number or exact name, of a kind, by what it does; nulls ask for all.
SELECT p.id, p.kind, p.name, p.country, siren.identifier AS siren,
    clients.count AS contract_count, bought.count AS buyer_of_count
FROM party p
LEFT JOIN LATERAL (SELECT min(identifier) AS identifier FROM party_identifier i
    WHERE i.party_id = p.id AND i.scheme = 'siren') siren ON true
CROSS JOIN LATERAL (SELECT count(*) FROM contract k WHERE k.client_id = p.id AND NOT k.is_house) clients
CROSS JOIN LATERAL (SELECT count(*) FROM contract_buyer b WHERE b.buyer_id = p.id) bought
WHERE (%(kinds)s::text[] IS NULL OR p.kind = ANY (%(kinds)s::text[]))
    AND (%(text)s::text IS NULL OR p.id::text = %(text)s OR lower(p.name) = lower(%(text)s)
        OR EXISTS (SELECT FROM party_identifier i WHERE i.party_id = p.id AND i.identifier = %(number)s::text))
    AND CASE %(role)s::text WHEN 'client' THEN clients.count > 0 OR bought.count = 0
        WHEN 'buyer' THEN bought.count > 0 OR clients.count = 0 ELSE true END
ORDER BY p.name, p.id
