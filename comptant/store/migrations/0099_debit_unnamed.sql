-- A debit of the bank named by hand as an instrument's, by mistake: a step of its own undoes it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- `turn` of DEBITED and UNDEBITED: which naming it is; the bank may debit it truly.
ALTER TABLE instrument_step DROP CONSTRAINT instrument_step_step_check;
ALTER TABLE instrument_step ADD CONSTRAINT instrument_step_step_check CHECK (step IN
    ('REMITTED', 'CREDITED', 'SETTLED', 'RETURNED', 'UNRETURNED', 'DEBITED', 'UNDEBITED', 'CANCELLED'));

-- One row per step of an instrument that holds: without returns and namings of debits that were undone.
CREATE OR REPLACE VIEW instrument_step_now WITH (security_invoker) AS
SELECT s.contract_id, s.instrument_id, s.step, s.turn, s.at, s.on_date, s.value_on, s.reason, s.entry_id,
    s.collection_id, s.lot, s.collect_on, s.sequence_type, s.payment_id, s.bank_movement_id, s.act_id
FROM instrument_step s
WHERE s.step NOT IN ('UNRETURNED', 'UNDEBITED') AND (s.step NOT IN ('RETURNED', 'DEBITED') OR NOT EXISTS (
    SELECT FROM instrument_step u WHERE u.contract_id = s.contract_id AND u.instrument_id = s.instrument_id
        AND u.step = 'UN' || s.step AND u.turn = s.turn));
