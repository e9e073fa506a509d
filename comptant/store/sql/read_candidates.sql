-- One row per open invoice that a waiting payment may be for: those that its text names first, then
-- those of its amount, then the oldest.
SELECT i.id, i.invoice_number, p.name AS buyer_name, i.issued_on, i.due_on, i.currency,
    i.amount_cents, i.open_cents,
    i.number_key = ANY (w.keys) AS is_named, i.open_cents = y.open_cents AS is_same
FROM payment y
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
CROSS JOIN LATERAL (SELECT array_agg(regexp_replace(upper(one), '[^A-Z0-9]', '', 'g')) AS keys
    FROM regexp_split_to_table(coalesce(m.remittance_text, ''), '[\s,;:]+') one) w
JOIN invoice i ON i.contract_id = y.contract_id AND i.currency = y.currency AND i.open_cents > 0
    AND (y.buyer_id = 0 OR i.buyer_id = y.buyer_id)
JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
WHERE y.id = %(id)s AND y.contract_id = %(contract_id)s
ORDER BY is_named DESC, is_same DESC, i.due_on, i.id
LIMIT 40
