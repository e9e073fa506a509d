-- Files of requests and offers that came in.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per file: what it says, and the document that it is.
CREATE TABLE offer_file (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    company_id  bigint NOT NULL REFERENCES party,  -- who sent it
    prospect    text NOT NULL CHECK (prospect <> ''),
    siren       text,
    asked_on    date NOT NULL,
    offer_count bigint NOT NULL CHECK (offer_count >= 0),
    content     jsonb NOT NULL,
    digest      bytea NOT NULL REFERENCES document,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL
);
CREATE INDEX offer_file_company ON offer_file (company_id);

CALL keep_as_history('offer_file', 'staff');
CREATE POLICY reader_company ON offer_file FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_companies())::bigint[])
        OR company_id = ANY ((SELECT reading_as('broker'))::bigint[]));
