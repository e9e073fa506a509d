-- The return of an instrument told by mistake, undone: a step of its own, and the steps that hold.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- `turn`: of RETURNED and UNRETURNED, which return it is; what was undone may come back truly.
ALTER TABLE instrument_step ADD COLUMN turn smallint NOT NULL DEFAULT 1 CHECK (turn > 0);
ALTER TABLE instrument_step DROP CONSTRAINT instrument_step_pkey;
ALTER TABLE instrument_step ADD PRIMARY KEY (contract_id, instrument_id, step, turn);
ALTER TABLE instrument_step DROP CONSTRAINT instrument_step_step_check;
ALTER TABLE instrument_step ADD CONSTRAINT instrument_step_step_check CHECK (step IN
    ('REMITTED', 'CREDITED', 'SETTLED', 'RETURNED', 'UNRETURNED', 'DEBITED', 'CANCELLED'));

-- One row per step of an instrument that holds: without returns that were undone.
CREATE VIEW instrument_step_now WITH (security_invoker) AS
SELECT s.contract_id, s.instrument_id, s.step, s.turn, s.at, s.on_date, s.value_on, s.reason, s.entry_id,
    s.collection_id, s.lot, s.collect_on, s.sequence_type, s.payment_id, s.bank_movement_id, s.act_id
FROM instrument_step s
WHERE s.step <> 'UNRETURNED' AND (s.step <> 'RETURNED' OR NOT EXISTS (SELECT FROM instrument_step u
    WHERE u.contract_id = s.contract_id AND u.instrument_id = s.instrument_id
        AND u.step = 'UNRETURNED' AND u.turn = s.turn));
GRANT SELECT ON instrument_step_now TO comptant_writer, comptant_reader, comptant_auditor;
CREATE INDEX instrument_step_returned ON instrument_step (contract_id, instrument_id) WHERE step = 'RETURNED';
