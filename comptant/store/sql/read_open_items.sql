-- One row per invoice, credit note or payment of a contract that is open at a value date, as known
-- at an instant.
SELECT m.item_id AS id, m.account, coalesce(i.invoice_number, b.remittance_text) AS item_name,
    q.name AS buyer_name,
    i.due_on, k.currency, sum(m.amount_cents)::bigint AS open_cents,
        sum(m.approved_cents)::bigint AS approved_cents
FROM movement m
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
JOIN contract k ON k.id = m.contract_id
LEFT JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
LEFT JOIN payment p ON p.contract_id = m.contract_id AND p.id = m.item_id
LEFT JOIN bank_movement b ON b.id = p.bank_movement_id
LEFT JOIN buyer_shown q ON q.contract_id = m.contract_id AND q.id = coalesce(i.buyer_id, p.buyer_id)
WHERE m.contract_id = %(contract_id)s AND e.value_on <= %(on)s
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
GROUP BY m.item_id, m.account, item_name, q.name, i.due_on, k.currency
HAVING sum(m.amount_cents) <> 0
ORDER BY q.name, i.due_on, m.item_id
