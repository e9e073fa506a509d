-- One row: the naming of a bank debit as an instrument's that an entry tells, or that stands beside
-- the return that it tells, with the entry of the house that took the debit out of suspense.
SELECT s.contract_id, s.instrument_id, s.turn, s.value_on, s.entry_id, f.event, i.number,
    i.amount_cents, i.currency, h.contract_id AS house_id, h.id AS house_entry_id
FROM instrument_step_now s
JOIN entry f ON f.contract_id = s.contract_id AND f.id = s.entry_id
    AND f.event = 'instrument_debited_by_hand'
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
JOIN contract k ON k.is_house
JOIN entry h ON h.contract_id = k.id AND h.act_id = f.act_id AND h.event = 'debit_moved_out'
WHERE s.contract_id = %(contract_id)s AND s.step = 'DEBITED'
    AND (%(entry_id)s::bigint IS NULL OR s.entry_id = %(entry_id)s)
    AND (%(instrument_id)s::bigint IS NULL OR s.instrument_id = %(instrument_id)s)
