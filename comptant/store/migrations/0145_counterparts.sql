-- The names of those with whom a client has to do beside its buyers: who garnished it, the insurer of its own policy.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE POLICY reader_counterpart ON party FOR SELECT TO comptant_reader
    USING (id IN (SELECT creditor_id FROM garnishment) OR id IN (SELECT insurer_id FROM policy));
