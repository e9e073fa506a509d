-- An adviser quotes for the companies that it advises, and reads what it made: quotes, files, calls asked for.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE quote ADD COLUMN adviser_id bigint REFERENCES party;
CREATE INDEX quote_adviser ON quote (adviser_id) WHERE adviser_id IS NOT NULL;
CREATE POLICY reader_adviser ON quote FOR SELECT TO comptant_reader
    USING (adviser_id = ANY ((SELECT reading_as('adviser'))::bigint[]));
CREATE POLICY reader_adviser ON offer_file FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_as('adviser'))::bigint[]));
CREATE POLICY reader_adviser ON callback FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_as('adviser'))::bigint[]));
