-- One row per step of an instrument that a line of the bank tells, one of these, and that holds: is
-- it said by hand, and has another line debited what this one credits; a return told of it besides.
SELECT s.bank_movement_id AS movement_id, s.contract_id, k.number AS contract_number,
    s.instrument_id, i.number, s.step, s.turn, s.value_on, s.entry_id,
    e.event LIKE '%%_by_hand' AS is_by_hand,
    EXISTS (SELECT FROM instrument_step_now d WHERE d.contract_id = s.contract_id
        AND d.instrument_id = s.instrument_id AND d.step = 'DEBITED'
        AND NOT coalesce(d.bank_movement_id = ANY (%(movement_ids)s::bigint[]),
            false)) AS is_debited,
    (SELECT r.entry_id FROM instrument_step_now r WHERE r.contract_id = s.contract_id
        AND r.instrument_id = s.instrument_id AND r.step = 'RETURNED') AS return_entry_id
FROM instrument_step_now s
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
JOIN contract k ON k.id = s.contract_id
JOIN entry e ON e.contract_id = s.contract_id AND e.id = s.entry_id
WHERE s.bank_movement_id = ANY (%(movement_ids)s::bigint[]) AND s.step IN ('SETTLED', 'DEBITED')
ORDER BY s.contract_id, s.instrument_id, s.step
