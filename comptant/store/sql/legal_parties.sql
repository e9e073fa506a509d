-- One row: who owes under a contract, to whom, by which numbers.
SELECT b.name AS buyer_name, b.country AS buyer_country,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = b.id
        AND i.scheme = 'siren') AS buyer_siren
FROM party b WHERE b.id = %(buyer_id)s
