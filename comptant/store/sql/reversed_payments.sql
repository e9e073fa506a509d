-- One row per debit and payment that it may reverse: same account and amount, same reference or
-- text, not reversed yet.
SELECT d.debit_id, p.contract_id, p.id, p.bank_movement_id,
    p.amount_cents - p.moved_cents AS amount_cents
FROM unnest(%(own_account_id)s::bigint[], %(movement_id)s::bigint[], %(currency)s::text[],
    %(amount_cents)s::bigint[],
    %(bank_reference)s::text[], %(end_to_end_reference)s::text[], %(text)s::text[])
    d (own_account_id, debit_id, currency, amount_cents, bank_reference, end_to_end_reference, text)
JOIN bank_movement b ON b.own_account_id = d.own_account_id AND b.id < d.debit_id
    AND b.currency = d.currency AND b.withdrawn_act_id IS NULL
    AND b.amount_cents = d.amount_cents
    AND (b.bank_reference = d.bank_reference OR b.end_to_end_reference = d.end_to_end_reference
        OR (b.remittance_text <> '' AND b.remittance_text = d.text))
JOIN payment p ON p.bank_movement_id = b.id
JOIN contract k ON k.id = p.contract_id
-- what has moved is told by its new payment; what was sent back is gone once the bank has sent it
WHERE p.amount_cents > p.moved_cents
    AND NOT (k.is_house AND p.open_cents = 0 AND NOT EXISTS (SELECT FROM payment_order o
        WHERE o.contract_id = p.contract_id AND o.item_id = p.id AND o.purpose = 'RETURN'
            AND NOT EXISTS (SELECT FROM payment_order_step_now s
                WHERE s.contract_id = o.contract_id AND s.order_id = o.id
                    AND s.step IN ('EXECUTED', 'REFUSED', 'REJECTED', 'RETURNED'))))
    AND NOT EXISTS (SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id
        AND e.id = m.entry_id
        WHERE m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'UNAL'
            AND (e.key LIKE 'movement/%%' OR e.key LIKE 'explained/%%') AND e.reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id
                AND r.reverses_id = e.id))
ORDER BY d.debit_id, b.id, p.contract_id, p.id
