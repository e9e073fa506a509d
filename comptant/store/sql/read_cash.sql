-- One row per payment received that still waits, on a contract or (contract number null) on the
-- house's own.
SELECT y.id, CASE WHEN NOT k.is_house
    THEN k.number END AS contract_number, p.name AS buyer_name, y.value_on, y.currency,
    y.amount_cents, y.open_cents, coalesce(m.payer_name, i.payer_name) AS payer_name,
        coalesce(m.payer_iban, nullif(i.payer_iban, '')) AS payer_iban,
    coalesce(m.remittance_text, i.payment_means || ' ' || i.number) AS remittance_text,
        y.contract_id, y.wait_reason
FROM payment y
JOIN contract k ON k.id = y.contract_id
LEFT JOIN buyer_shown p ON p.contract_id = y.contract_id AND p.id = y.buyer_id
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
LEFT JOIN instrument_step s ON s.payment_id = y.id AND s.contract_id = y.contract_id
LEFT JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE y.open_cents > 0 AND (%(id)s::bigint IS NULL OR y.id = %(id)s)
    AND (%(contract_id)s::bigint IS NULL OR y.contract_id = %(contract_id)s)
ORDER BY y.value_on, y.id
