-- One row: the naming of a bank debit as an instrument's that an entry tells, or that holds of an
-- instrument.
SELECT s.contract_id, s.instrument_id, s.turn, s.value_on, s.entry_id, f.act_id, i.number,
    i.amount_cents, i.currency
FROM instrument_step_now s
JOIN entry f ON f.contract_id = s.contract_id AND f.id = s.entry_id
    AND f.event = 'instrument_debited_by_hand'
JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
WHERE s.contract_id = %(contract_id)s AND s.step = 'DEBITED'
    AND (%(entry_id)s::bigint IS NULL OR s.entry_id = %(entry_id)s)
    AND (%(instrument_id)s::bigint IS NULL OR s.instrument_id = %(instrument_id)s)
