-- Those who keep the chain of acts read all of it: who did what, what came of it, who agreed.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Whether the reading user may read what anybody did: the house's administrators, accountants and auditors.
CREATE FUNCTION reading_acts() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT reading_for_factor()
        AND cardinality(reading_as('administrator') || reading_as('accountant') || reading_as('auditor')) > 0
$$;
REVOKE ALL ON FUNCTION reading_acts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_acts() TO comptant_reader, comptant_auditor, comptant_writer;

-- The acts of a period, the last first; from an act to what it booked, kept, proposed and decided.
CREATE INDEX act_day ON act (on_date, id);
CREATE INDEX entry_act ON entry (act_id);
CREATE INDEX document_act ON document (act_id);
CREATE INDEX approval_act ON approval (act_id);
CREATE INDEX approval_decision_act ON approval_decision (act_id, approval_id);
