-- One row per bank debit that waits for an explanation (null: all of them, else one): it has none,
-- or what it had was undone.
SELECT m.id AS movement_id, m.own_account_id, a.iban, m.booked_on, m.value_on, m.currency,
    m.amount_cents, m.remittance_text,
    -- the only order of its amount that its account has sent and the bank has not told executed
    m.operation_code, m.bank_reference, (
        SELECT min(o.id) FROM payment_order_step_now s JOIN payment_order o
            ON o.contract_id = s.contract_id AND o.id = s.order_id
        WHERE s.step = 'SENT' AND s.own_account_id = m.own_account_id
            AND s.on_date BETWEEN sent_since(m.booked_on) AND m.booked_on
            AND o.amount_cents = -m.amount_cents AND o.currency = m.currency
            AND NOT EXISTS (SELECT FROM payment_order_step_now x
                WHERE x.contract_id = s.contract_id AND x.order_id = s.order_id
                    AND x.step = 'EXECUTED')
        HAVING count(DISTINCT o.id) = 1) AS order_id
FROM bank_movement m
JOIN own_account a ON a.id = m.own_account_id
JOIN contract k ON k.is_house
JOIN entry e ON e.contract_id = k.id AND e.key = 'movement/' || m.id
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'SUSP'
WHERE m.amount_cents < 0 AND m.withdrawn_act_id IS NULL
    AND (%(movement_id)s::bigint IS NULL OR m.id = %(movement_id)s)
    AND NOT EXISTS (SELECT FROM entry x WHERE x.contract_id = k.id AND x.key LIKE 'explained/%%'
        AND x.reverses_id IS NULL
        AND split_part(x.key, '/', 2) = m.id::text
        AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = x.contract_id
            AND r.reverses_id = x.id))
ORDER BY m.id
