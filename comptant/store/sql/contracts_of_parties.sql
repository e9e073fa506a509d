-- One row per contract in which one of some parties is the client, a buyer or a guarantor.
SELECT k.id AS contract_id FROM contract k
WHERE NOT k.is_house AND (k.client_id = ANY (%(party_ids)s::bigint[])
    OR k.id IN (SELECT contract_id FROM contract_buyer
        WHERE buyer_id = ANY (%(party_ids)s::bigint[]))
    OR k.id IN (SELECT contract_id FROM partner
        WHERE party_id = ANY (%(party_ids)s::bigint[]) AND role = 'guarantor'))
ORDER BY k.id
