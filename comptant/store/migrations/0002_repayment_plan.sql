-- Repayment plans, and how a table added later gets the guards that the foundation gave to the first ones.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Guards of a new table of history: written once and never changed, read by the auditor, by the reader
-- within his contracts (reading 'contract') or by the factor's people alone (reading 'factor').
CREATE PROCEDURE keep_as_history(name text, reading text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_final()', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO comptant_writer', name);
    EXECUTE format('GRANT SELECT ON %I TO comptant_auditor, comptant_reader', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY auditor ON %I FOR SELECT TO comptant_auditor USING (true)', name);
    EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO comptant_reader USING ((SELECT reading_for_factor())%s)',
        name, CASE reading WHEN 'contract' THEN ' OR contract_id = ANY ((SELECT reading_contracts())::bigint[])' ELSE '' END);
END $$;
REVOKE ALL ON PROCEDURE keep_as_history FROM PUBLIC;

-- One row per repayment plan agreed with a client for an over-advance, approved by two people.
CREATE TABLE repayment_plan (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL,
    owed_cents    bigint NOT NULL CHECK (owed_cents > 0),  -- the over-advance on the day it was agreed
    agreed_on     date NOT NULL,
    approval_id   bigint NOT NULL REFERENCES approval,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);

-- One row per instalment of a plan.
CREATE TABLE repayment_instalment (
    contract_id   bigint NOT NULL,
    plan_id       bigint NOT NULL,
    due_on        date NOT NULL,
    amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (contract_id, plan_id, due_on),
    FOREIGN KEY (contract_id, plan_id) REFERENCES repayment_plan (contract_id, id)
);

CALL keep_as_history('repayment_plan', 'contract');
CALL keep_as_history('repayment_instalment', 'contract');
