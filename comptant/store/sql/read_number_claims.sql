-- One row per number that a client's files give a party and that is still to be checked: who says
-- so, and who has the number, if anyone.
SELECT c.contract_id, k.number AS contract_number, c.party_id, p.name AS party_name,
    c.scheme AS number_scheme,
    c.identifier AS party_number, c.name AS name_told, q.id AS bearer_id, q.name AS bearer_name,
        c.recorded_at
FROM number_claim c
JOIN contract k ON k.id = c.contract_id
JOIN party p ON p.id = c.party_id
LEFT JOIN party_identifier i ON i.scheme = c.scheme AND i.identifier = c.identifier
LEFT JOIN party q ON q.id = i.party_id
WHERE i.party_id IS DISTINCT FROM c.party_id
    AND NOT EXISTS (SELECT FROM number_word w WHERE w.party_id = c.party_id AND w.scheme = c.scheme
        AND w.identifier = c.identifier
        AND NOT w.is_borne)
ORDER BY c.recorded_at, c.contract_id, c.party_id, c.scheme, c.identifier
