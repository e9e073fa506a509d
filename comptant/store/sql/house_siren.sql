-- One row: the factor's SIREN.
SELECT i.identifier AS siren FROM party p JOIN party_identifier i ON i.party_id = p.id
    AND i.scheme = 'siren'
WHERE p.kind = 'FACTOR' ORDER BY i.identifier LIMIT 1
