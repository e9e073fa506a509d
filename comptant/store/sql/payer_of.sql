-- One row: who has paid a sum of a contract, as its bank line or its instrument tells, and of an
-- instrument when our bank has credited it. What has moved here is of the instrument that had
-- brought it, through however many homes.
WITH RECURSIVE origin AS (
    SELECT p.contract_id, p.id, p.bank_movement_id FROM payment p
    WHERE p.contract_id = %(contract_id)s AND p.id = %(payment_id)s
    UNION
    SELECT q.contract_id, q.id, q.bank_movement_id
    FROM origin o
    JOIN movement m ON m.contract_id = o.contract_id AND m.item_id = o.id AND m.account = 'UNAL'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event IN ('payment_moved_in', 'cash_moved_in')
    JOIN contract k ON true
    JOIN payment q ON q.contract_id = k.id AND q.id = m.against_id
    WHERE o.bank_movement_id = 0
)
SELECT coalesce(m.payer_name, i.payer_name, '') AS payer_name,
    nullif(coalesce(m.payer_iban, i.payer_iban), '') AS payer_iban,
    i.id AS instrument_id, s.on_date AS settled_on
FROM origin o
LEFT JOIN bank_movement m ON m.id = o.bank_movement_id
LEFT JOIN instrument_step x ON x.payment_id = o.id AND x.contract_id = o.contract_id
LEFT JOIN instrument i ON i.contract_id = x.contract_id AND i.id = x.instrument_id
LEFT JOIN instrument_step_now s ON s.contract_id = i.contract_id AND s.instrument_id = i.id
    AND s.step = 'SETTLED'
ORDER BY i.id NULLS LAST, o.id LIMIT 1
