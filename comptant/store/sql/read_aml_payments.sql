-- One row per payment that a suspicion is about: the one, or those of its contract in the ninety
-- days before it was found.
SELECT p.contract_id, p.id, p.value_on, p.amount_cents, p.currency, b.payer_name, b.payer_iban,
    b.remittance_text, y.name AS buyer_name
FROM aml_alarm a
JOIN payment p ON p.contract_id = a.contract_id
LEFT JOIN bank_movement b ON b.id = p.bank_movement_id
LEFT JOIN party y ON y.id = p.buyer_id
WHERE a.contract_id = %(contract_id)s AND a.id = %(aml_alarm_id)s
    AND CASE a.subject WHEN 'PAYMENT' THEN p.id = a.subject_id
        ELSE p.value_on > a.found_on - 90 AND p.value_on <= a.found_on END
ORDER BY p.value_on, p.id
