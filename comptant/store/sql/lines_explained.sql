-- One row per entry of the house that explains a debit of the bank, one of these lines, and that
-- nothing has undone; of a debit named as an instrument's, the entry on its contract beside it.
SELECT x.movement_id, e.id AS entry_id, e.key, e.event, e.value_on, k.number AS contract_number,
    i.entry_id AS named_entry_id, c.number AS named_contract_number
FROM unnest(%(movement_ids)s::bigint[]) x (movement_id)
JOIN contract k ON k.is_house
JOIN entry e ON e.contract_id = k.id AND e.key LIKE 'explained/%%'
    AND split_part(e.key, '/', 2) = x.movement_id::text
    AND e.reverses_id IS NULL
LEFT JOIN instrument_step_now i ON i.bank_movement_id = x.movement_id AND i.step = 'DEBITED'
    AND e.key LIKE 'explained/%%/of/%%'
LEFT JOIN contract c ON c.id = i.contract_id
WHERE NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
ORDER BY x.movement_id, e.id
