-- One row per advice of a buyer whose payment has not come yet.
SELECT a.id, k.number AS contract_number, p.name AS buyer_name, a.reference AS payment_reference,
    a.paid_on, a.amount_cents, a.currency,
    (SELECT count(*) FROM advice_line l WHERE l.contract_id = a.contract_id
        AND l.advice_id = a.id) AS line_count
FROM advice a JOIN contract k ON k.id = a.contract_id LEFT JOIN buyer_shown p
    ON p.contract_id = a.contract_id AND p.id = a.buyer_id
WHERE NOT EXISTS (SELECT FROM advice_use u WHERE u.contract_id = a.contract_id
    AND u.advice_id = a.id)
ORDER BY a.id
