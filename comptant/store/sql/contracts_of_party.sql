-- One row per contract in force that the party is the client of, or a buyer of.
SELECT k.id AS contract_id, k.client_id = %(party_id)s AS is_client FROM contract k
WHERE NOT k.is_house
    AND (k.client_id = %(party_id)s
        OR k.id IN (SELECT contract_id FROM contract_buyer WHERE buyer_id = %(party_id)s))
    AND EXISTS (SELECT FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT'
        AND t.valid_from_on <= %(on)s)
ORDER BY k.id
