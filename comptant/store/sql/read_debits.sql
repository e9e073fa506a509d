-- One row per bank debit that waits for an explanation (null: all of them, else one); `explained`: how often it was, each time reversed.
SELECT m.id AS movement_id, m.own_account_id, a.iban, m.booked_on, m.value_on, m.currency, m.amount_cents, m.remittance_text,
    m.operation_code, x.explained
FROM bank_movement m
JOIN own_account a ON a.id = m.own_account_id
JOIN contract k ON k.is_house
JOIN entry e ON e.contract_id = k.id AND e.key = 'movement/' || m.id
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'SUSP'
CROSS JOIN LATERAL (
    SELECT count(*) AS explained, bool_and(EXISTS (SELECT FROM entry r WHERE r.contract_id = n.contract_id AND r.reverses_id = n.id)) AS is_undone
    FROM unnest(ARRAY['', '/again1', '/again2', '/again3', '/again4', '/again5', '/again6', '/again7', '/again8', '/again9']) t (time_)
    JOIN entry n ON n.contract_id = k.id AND n.key = 'explained/' || m.id || t.time_
) x
WHERE m.amount_cents < 0 AND (%(movement_id)s::bigint IS NULL OR m.id = %(movement_id)s) AND x.is_undone IS NOT FALSE
ORDER BY m.id
