-- One row per movement of an invoice named, as the ledger booked it.
SELECT e.entry_on, e.value_on, e.key, i.invoice_number, m.account, i.currency, m.amount_cents
FROM movement m
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
WHERE m.contract_id = %(contract_id)s AND m.item_id = ANY (%(invoice_ids)s)
ORDER BY e.entry_on, e.id, i.id, m.account
