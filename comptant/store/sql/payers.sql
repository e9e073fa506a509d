-- One row per sum received: the contract (of its currency) and the buyer that the account or the payer tells, when it tells only one.
SELECT r.payment_number, r.payer_name, r.payer_iban,
    coalesce(k.id, known.contract_id) AS contract_id,
    coalesce(CASE WHEN k.id IS NOT NULL THEN nullif(o.buyer_id, 0) END, known.buyer_id) AS buyer_id
FROM received r
JOIN LATERAL (  -- the virtual IBAN that was credited tells more than the account that books it
    SELECT a.contract_id, a.buyer_id, a.currency FROM own_account a
    WHERE a.id = r.own_account_id OR (a.parent_id = r.own_account_id AND a.iban = r.credited_iban)
    ORDER BY a.parent_id IS NULL LIMIT 1
) o ON true
LEFT JOIN contract k ON k.id = o.contract_id AND k.currency = o.currency
LEFT JOIN LATERAL (
    SELECT min(contract_id) AS contract_id, min(buyer_id) AS buyer_id FROM (
        SELECT p.contract_id, p.buyer_id FROM bank_movement b JOIN payment p ON p.bank_movement_id = b.id
        WHERE b.payer_iban = r.payer_iban AND p.buyer_id <> 0 AND p.currency = o.currency
            AND (o.contract_id = 0 OR p.contract_id = o.contract_id)
        UNION
        SELECT m.contract_id, m.buyer_id FROM party q JOIN contract_buyer m ON m.buyer_id = q.id
        JOIN contract t ON t.id = m.contract_id AND t.currency = o.currency
        WHERE lower(q.name) = lower(r.payer_name) AND (o.contract_id = 0 OR m.contract_id = o.contract_id)
    ) told
    HAVING count(DISTINCT (contract_id, buyer_id)) = 1
) known ON true
ORDER BY r.payment_number
