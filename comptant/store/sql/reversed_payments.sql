-- One row per payment of the movements that a debit may reverse: same account and amount, same reference or text, not reversed yet.
SELECT p.contract_id, p.id, p.bank_movement_id, p.amount_cents
FROM bank_movement b
JOIN payment p ON p.bank_movement_id = b.id
JOIN contract k ON k.id = p.contract_id
WHERE b.own_account_id = %(own_account_id)s AND b.id < %(movement_id)s AND b.currency = %(currency)s
    AND b.amount_cents = %(amount_cents)s
    AND (b.bank_reference = %(bank_reference)s OR b.end_to_end_reference = %(end_to_end_reference)s
        OR (b.remittance_text <> '' AND b.remittance_text = %(text)s))
    AND NOT (k.is_house AND p.open_cents = 0)  -- identified since: its money is in the payment of a contract
    AND NOT EXISTS (SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        WHERE m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'UNAL'
            AND (e.key LIKE 'movement/%%' OR e.key LIKE 'explained/%%'))
ORDER BY b.id, p.contract_id, p.id
