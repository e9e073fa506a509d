-- One row per invoice or credit note that a withdrawal took out and is not taken in again: that of
-- an entry, with all that the same act had withdrawn.
SELECT o.id AS entry_id, o.act_id, o.event, o.value_on, m.item_id, i.buyer_id, i.invoice_number,
    m.amount_cents
FROM entry e
JOIN entry o ON o.contract_id = e.contract_id AND o.act_id = e.act_id
    AND o.event IN ('withdrawal', 'credit_note_withdrawal') AND o.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = o.contract_id
        AND r.reverses_id = o.id)
JOIN movement m ON m.contract_id = o.contract_id AND m.entry_id = o.id AND m.account = 'DEB'
    AND m.amount_cents <> 0
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s
    AND e.event IN ('withdrawal', 'credit_note_withdrawal') AND e.reverses_id IS NULL
ORDER BY o.id, m.item_id
