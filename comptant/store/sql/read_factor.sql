-- One row: the factor by its name and SIREN, as whoever deals with it may know it.
SELECT p.name, (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id
    AND i.scheme = 'siren') AS siren
FROM party p WHERE p.kind = 'FACTOR'
