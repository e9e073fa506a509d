-- One row per invoice, credit note or payment that an entry of a contract moved.
SELECT m.item_id AS id, i.id IS NOT NULL AS is_invoice,
    coalesce(i.invoice_number, b.remittance_text, y.id::text) AS item_name, q.name AS buyer_name,
    m.account, k.currency, sum(m.amount_cents)::bigint AS amount_cents
FROM movement m
JOIN contract k ON k.id = m.contract_id
LEFT JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
LEFT JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.item_id
LEFT JOIN bank_movement b ON b.id = y.bank_movement_id
LEFT JOIN buyer_shown q ON q.contract_id = m.contract_id AND q.id = coalesce(i.buyer_id, y.buyer_id)
WHERE m.contract_id = %(contract_id)s AND m.entry_id = %(id)s AND m.amount_cents <> 0
GROUP BY m.item_id, i.id, item_name, q.name, m.account, k.currency
ORDER BY m.item_id, m.account
