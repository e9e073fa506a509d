-- One row per party that may be seen, by id, number or exact name, of a kind, by what it does;
-- nulls ask for all.
SELECT p.id, p.kind, said.name, p.country, siren.identifier AS siren,
    clients.count AS contract_count, bought.count AS buyer_of_count
FROM party p
LEFT JOIN LATERAL (SELECT min(identifier) AS identifier FROM party_identifier i
    WHERE i.party_id = p.id AND i.scheme = 'siren') siren ON true
CROSS JOIN LATERAL (SELECT CASE WHEN (SELECT reading_for_factor()) THEN p.name ELSE coalesce(
    -- the house's name, or one of the reader's own: row security leaves no other
    (SELECT n.name FROM known_name n WHERE n.party_id = p.id ORDER BY n.contract_id > 0, n.id DESC
        LIMIT 1),
    siren.identifier, p.id::text) END AS name) said
CROSS JOIN LATERAL (SELECT count(*) FROM contract k WHERE k.client_id = p.id
    AND NOT k.is_house) clients
CROSS JOIN LATERAL (SELECT count(*) FROM contract_buyer b WHERE b.buyer_id = p.id) bought
WHERE (%(kinds)s::text[] IS NULL OR p.kind = ANY (%(kinds)s::text[]))
    AND (%(text)s::text IS NULL OR p.id::text = %(text)s OR lower(said.name) = lower(%(text)s)
        OR EXISTS (SELECT FROM known_name n WHERE n.party_id = p.id
            AND lower(n.name) = lower(%(text)s))
        OR EXISTS (SELECT FROM party_identifier i WHERE i.party_id = p.id
            AND i.identifier = %(number)s::text))
    AND CASE %(role)s::text WHEN 'client' THEN clients.count > 0 OR bought.count = 0
        -- what is nothing yet may become a buyer; of others than the staff, only who reads is that
        WHEN 'buyer' THEN bought.count > 0 OR clients.count = 0 AND (SELECT reading_for_factor())
            ELSE true END
ORDER BY said.name, p.id
