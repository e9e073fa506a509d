-- One row per movement of an invoice named, as the ledger booked it; what the guarantee took is
-- owed by the buyer as before: not that, but what was paid of it since.
SELECT e.entry_on, e.value_on, e.key, i.invoice_number, m.account, i.currency, m.amount_cents
FROM (
    SELECT contract_id, entry_id, item_id, account, amount_cents FROM movement
    WHERE contract_id = %(contract_id)s AND item_id = ANY (%(invoice_ids)s)
    UNION ALL
    SELECT contract_id, entry_id, invoice_id, 'DEBD', -paid_cents FROM guarantee_paid
    WHERE contract_id = %(contract_id)s AND invoice_id = ANY (%(invoice_ids)s)
) m
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    AND e.event NOT IN ('guarantee_taken', 'guarantee_uncovered')
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
ORDER BY e.entry_on, e.id, i.id, m.account
