-- One row per movement of an item of a contract (invoice, credit note, payment), in the order in
-- which they were booked.
SELECT m.entry_id, e.event, e.journal, e.entry_on, e.value_on, m.account, m.amount_cents,
    k.currency, m.against_id,
    p.id AS payment_id, i.invoice_number AS against_number, a.operation, u.login AS by_login,
        e.id AS id
FROM movement m
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
JOIN contract k ON k.id = m.contract_id
LEFT JOIN payment p ON p.contract_id = m.contract_id AND p.id = m.against_id
LEFT JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.against_id
LEFT JOIN act a ON a.id = e.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE m.contract_id = %(contract_id)s AND m.item_id = %(id)s AND m.amount_cents <> 0
ORDER BY m.entry_id, m.account, m.against_id
