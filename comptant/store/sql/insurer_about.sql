-- One row: what every message to an insurer begins with: the policy, who holds it, the buyer.
SELECT p.policy_number, h.name AS holder_name, p.currency, b.name AS buyer_name,
    b.country AS buyer_country,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = b.id
        AND i.scheme = 'siren') AS buyer_siren
FROM policy p JOIN party h ON h.id = p.holder_id
LEFT JOIN party b ON b.id = %(buyer_id)s AND %(buyer_id)s <> 0
WHERE p.id = %(policy_id)s
