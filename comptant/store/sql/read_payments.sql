-- One row per sum received on a contract, by id: from whom, on which account's line, how much of it
-- waits.
SELECT y.id, k.number AS contract_number, y.contract_id, k.is_house, p.name AS buyer_name,
    y.buyer_id, y.value_on, y.currency,
    y.amount_cents, y.open_cents, y.wait_reason, m.payer_name, m.payer_iban, m.remittance_text,
        m.bank_reference
FROM payment y
JOIN contract k ON k.id = y.contract_id
LEFT JOIN buyer_shown p ON p.contract_id = y.contract_id AND p.id = y.buyer_id
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
WHERE (%(id)s::bigint IS NULL OR y.id = %(id)s)
    AND (%(contract_id)s::bigint IS NULL OR y.contract_id = %(contract_id)s)
ORDER BY y.id
