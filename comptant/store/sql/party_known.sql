-- One row: a party, and whether it is the house, a client, or has people with accounts here.
SELECT p.name, p.kind = 'FACTOR' OR EXISTS (SELECT FROM contract c WHERE c.client_id = p.id)
    OR EXISTS (SELECT FROM membership m WHERE m.company_id = p.id) AS is_known
FROM party p
WHERE p.id = %(party_id)s
