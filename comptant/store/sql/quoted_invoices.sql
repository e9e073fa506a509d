-- One row per invoice or credit note whose number a payment quotes; one that is paid still tells whose the number is.
SELECT q.payment_number, q.token_number, q.token_count, i.contract_id, k.client_id, i.buyer_id, i.id AS invoice_id, i.number_key, i.open_cents,
    i.due_on, i.issued_on, i.currency, coalesce(p.buyer_id = i.buyer_id, false) AS payer_is_buyer
FROM quoted q
JOIN payer p ON p.payment_number = q.payment_number
JOIN invoice i ON i.number_key = q.number_key AND i.issued_on > p.value_on - 730
JOIN contract k ON k.id = i.contract_id
ORDER BY q.payment_number, i.id
