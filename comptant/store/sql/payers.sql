-- One row per sum received: the contract and the buyer that the account or the payer tells, when it tells only one.
SELECT r.payment_number, r.payer_name, r.payer_iban,
    coalesce(nullif(o.contract_id, 0), known.contract_id) AS contract_id,
    coalesce(nullif(o.buyer_id, 0), known.buyer_id) AS buyer_id
FROM received r
JOIN own_account o ON o.id = r.own_account_id
LEFT JOIN LATERAL (
    SELECT min(contract_id) AS contract_id, min(buyer_id) AS buyer_id FROM (
        SELECT p.contract_id, p.buyer_id FROM bank_movement b JOIN payment p ON p.bank_movement_id = b.id
        WHERE b.payer_iban = r.payer_iban AND p.buyer_id <> 0
            AND (o.contract_id = 0 OR p.contract_id = o.contract_id)
        UNION
        SELECT k.contract_id, k.buyer_id FROM party q JOIN contract_buyer k ON k.buyer_id = q.id
        WHERE lower(q.name) = lower(r.payer_name) AND (o.contract_id = 0 OR k.contract_id = o.contract_id)
    ) told
    HAVING count(DISTINCT (contract_id, buyer_id)) = 1
) known ON true
ORDER BY r.payment_number
