-- A bank statement that the bank replaces, or that was loaded by slip, withdrawn: its place is free, and so are its lines.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The act by which it was withdrawn, once; the statement and its lines stay as they were told.
ALTER TABLE bank_statement ADD COLUMN withdrawn_act_id bigint;
ALTER TABLE bank_statement ADD COLUMN withdrawn_for text CHECK ((withdrawn_for IS NULL) = (withdrawn_act_id IS NULL));
ALTER TABLE bank_movement ADD COLUMN withdrawn_act_id bigint;

-- What is withdrawn stands in nobody's way.
ALTER TABLE bank_statement DROP CONSTRAINT bank_statement_own_account_id_closed_on_reference_key;
CREATE UNIQUE INDEX bank_statement_place ON bank_statement (own_account_id, closed_on, reference)
    WHERE withdrawn_act_id IS NULL;
ALTER TABLE bank_movement DROP CONSTRAINT bank_movement_own_account_id_movement_key_occurrence_key;
CREATE UNIQUE INDEX bank_movement_known ON bank_movement (own_account_id, movement_key, occurrence)
    WHERE withdrawn_act_id IS NULL;
CREATE INDEX bank_movement_statement ON bank_movement USING brin (statement_id);

-- History is final but for that word, which is said once.
DROP TRIGGER history_is_final ON bank_statement;
CREATE TRIGGER history_is_final BEFORE DELETE OR TRUNCATE OR UPDATE OF id, own_account_id, reference, sequence,
    opened_on, closed_on, opening_cents, closing_cents, digest, act_id ON bank_statement
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_final();
DROP TRIGGER history_is_final ON bank_movement;
CREATE TRIGGER history_is_final BEFORE DELETE OR TRUNCATE OR UPDATE OF id, own_account_id, statement_id, movement_key,
    occurrence, booked_on, value_on, currency, amount_cents, bank_reference, end_to_end_reference, payer_name,
    payer_iban, credited_iban, remittance_text, creditor_reference, operation_code, return_reason, is_reversal
    ON bank_movement FOR EACH STATEMENT EXECUTE FUNCTION history_is_final();
CREATE FUNCTION withdrawn_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM before WHERE withdrawn_act_id IS NOT NULL) THEN
        RAISE EXCEPTION 'what is withdrawn on % stays withdrawn', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'history_is_final';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION withdrawn_once FROM PUBLIC;
CREATE TRIGGER withdrawn_once AFTER UPDATE ON bank_statement
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION withdrawn_once();
CREATE TRIGGER withdrawn_once AFTER UPDATE ON bank_movement
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION withdrawn_once();
GRANT UPDATE (withdrawn_act_id, withdrawn_for) ON bank_statement TO comptant_writer;
GRANT UPDATE (withdrawn_act_id) ON bank_movement TO comptant_writer;

-- An order that a line of a withdrawn statement had executed is under way again: a step of its own. `file_number`:
-- which sending, or which execution.
ALTER TABLE payment_order_step DROP CONSTRAINT payment_order_step_step_check;
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_step_check CHECK (step IN ('RELEASED', 'REFUSED',
    'SENT', 'UNSENT', 'EXECUTED', 'UNEXECUTED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED'));
ALTER TABLE payment_order_step DROP CONSTRAINT payment_order_step_file;
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_file CHECK (
    file_number > 0 AND (file_number = 1 OR step IN ('SENT', 'UNSENT', 'EXECUTED', 'UNEXECUTED')));
CREATE INDEX payment_order_step_unexecuted ON payment_order_step (contract_id, order_id) WHERE step = 'UNEXECUTED';
-- One row per step of an order that holds: without executions that were undone.
CREATE VIEW payment_order_step_now WITH (security_invoker) AS
SELECT s.contract_id, s.order_id, s.step, s.at, s.on_date, s.reason, s.entry_id, s.digest, s.own_account_id, s.act_id,
    s.bank_movement_id, s.file_number
FROM payment_order_step s
WHERE s.step <> 'UNEXECUTED' AND (s.step <> 'EXECUTED' OR NOT EXISTS (SELECT FROM payment_order_step u
    WHERE u.contract_id = s.contract_id AND u.order_id = s.order_id AND u.step = 'UNEXECUTED'
        AND u.file_number = s.file_number));
GRANT SELECT ON payment_order_step_now TO comptant_writer, comptant_reader, comptant_auditor;

-- What is paid of a broker's commissions is what the bank's word still says.
CREATE OR REPLACE VIEW seen_commission_statement WITH (security_barrier) AS
SELECT s.id, s.party_id, p.name AS broker_name, s.number, s.currency, s.stated_on, s.until_on, s.net_cents, s.vat_cents,
    s.total_cents, CASE WHEN o.id IS NULL THEN 'STATED' WHEN o.is_executed THEN 'PAID' ELSE 'ORDERED' END AS statement_state,
    o.id AS order_id
FROM commission_statement s
JOIN party p ON p.id = s.party_id
LEFT JOIN LATERAL (
    SELECT y.id, bool_or(z.step = 'EXECUTED') AS is_executed FROM contract h
    JOIN payment_order y ON y.contract_id = h.id AND y.purpose = 'BROKER' AND y.item_id = s.id
    LEFT JOIN payment_order_step_now z ON z.contract_id = y.contract_id AND z.order_id = y.id
    WHERE h.is_house GROUP BY y.id
    HAVING count(*) FILTER (WHERE z.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
        - count(*) FILTER (WHERE z.step = 'REDEBITED') <= 0
    ORDER BY y.id DESC LIMIT 1) o ON true
WHERE (SELECT reading_for_factor()) OR s.party_id = ANY ((SELECT reading_as('broker'))::bigint[]);

-- The bank's credit of an instrument undone: it is to be collected again.
ALTER TABLE instrument_step DROP CONSTRAINT instrument_step_step_check;
ALTER TABLE instrument_step ADD CONSTRAINT instrument_step_step_check CHECK (step IN ('REMITTED', 'CREDITED', 'SETTLED',
    'UNSETTLED', 'RETURNED', 'UNRETURNED', 'DEBITED', 'UNDEBITED', 'CANCELLED'));
-- One row per step of an instrument that holds: without returns, credits and debits of the bank that were undone.
CREATE OR REPLACE VIEW instrument_step_now WITH (security_invoker) AS
SELECT s.contract_id, s.instrument_id, s.step, s.turn, s.at, s.on_date, s.value_on, s.reason, s.entry_id,
    s.collection_id, s.lot, s.collect_on, s.sequence_type, s.payment_id, s.bank_movement_id, s.act_id
FROM instrument_step s
WHERE s.step NOT IN ('UNRETURNED', 'UNDEBITED', 'UNSETTLED')
    AND (s.step NOT IN ('RETURNED', 'DEBITED', 'SETTLED') OR NOT EXISTS (
        SELECT FROM instrument_step u WHERE u.contract_id = s.contract_id AND u.instrument_id = s.instrument_id
            AND u.step = 'UN' || s.step AND u.turn = s.turn));
CREATE INDEX instrument_step_movement ON instrument_step (bank_movement_id) WHERE bank_movement_id IS NOT NULL;
