-- One row per sum that a line of the bank, one of these, has brought or become: what of it came by
-- the line itself and is not replaced by its detail, with which value date; and what the bank has
-- taken back of it by another line.
SELECT y.bank_movement_id AS movement_id, y.contract_id, k.number AS contract_number,
    y.id AS payment_id, y.value_on AS received_on, coalesce(b.cents, 0)::bigint AS banked_cents,
    b.value_on, coalesce(t.cents, 0)::bigint AS taken_cents, t.statement_id
FROM payment y
JOIN contract k ON k.id = y.contract_id
CROSS JOIN LATERAL (
    SELECT -sum(m.amount_cents) AS cents, min(e.value_on) AS value_on
    FROM movement m JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    WHERE m.contract_id = y.contract_id AND m.item_id = y.id AND m.account = 'UNAL'
        AND e.key LIKE 'bank/%%'
) b
CROSS JOIN LATERAL (
    SELECT sum(m.amount_cents) AS cents, min(x.statement_id) AS statement_id
    FROM movement m JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    LEFT JOIN bank_movement x ON x.id = m.against_id
    WHERE m.contract_id = y.contract_id AND m.item_id = y.id AND m.account = 'UNAL'
        AND e.key LIKE 'movement/%%' AND NOT m.against_id = ANY (%(movement_ids)s::bigint[])
) t
WHERE y.bank_movement_id = ANY (%(movement_ids)s::bigint[])
ORDER BY y.contract_id, y.id
