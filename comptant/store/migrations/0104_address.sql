-- Whoever reads a contract reads the postal addresses of its client and of the house: its bills bear them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE POLICY reader_address ON term FOR SELECT TO comptant_reader USING (
    contract_id = 0 AND subject = 'PARTY' AND name = 'postal_address'
    AND (subject_id IN (SELECT client_id FROM contract)
        OR subject_id IN (SELECT id FROM party WHERE kind = 'FACTOR')));
