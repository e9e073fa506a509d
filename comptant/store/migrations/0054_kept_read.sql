-- Who has read what is sensitive, and the chain of it; a person forgotten.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per look at sensitive data: who, by which key, what, about what (ids and filters, no text), how many rows.
CREATE TABLE kept_read (
    id         bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id    bigint NOT NULL,
    company_id bigint,  -- for which company the reader acted; none where a program of ours looks for all of a user's
    key_id     bigint,  -- of a program's key, where one read
    kind       text NOT NULL CHECK (kind <> ''),
    name       text NOT NULL CHECK (name <> ''),
    about      jsonb NOT NULL,
    row_count  bigint NOT NULL CHECK (row_count >= 0),
    at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX kept_read_user ON kept_read (user_id, id);

-- One row per read in its chain: its hash covers the read and the hash before it.
CREATE TABLE read_seal (
    position bigint PRIMARY KEY CHECK (position > 0),
    read_id  bigint NOT NULL UNIQUE REFERENCES kept_read,
    hash     bytea NOT NULL CHECK (length(hash) = 32)
);

-- Those who may know who read what: the house's administrators and auditors.
CREATE FUNCTION reading_reads() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT reading_for_factor() AND cardinality(reading_as('administrator') || reading_as('auditor')) > 0
$$;
REVOKE ALL ON FUNCTION reading_reads() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_reads() TO comptant_reader, comptant_auditor, comptant_writer;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['kept_read', 'read_seal'] LOOP
        EXECUTE format('CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION history_is_final()', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO comptant_writer', name);
        EXECUTE format('GRANT SELECT ON %I TO comptant_reader, comptant_auditor', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY auditor ON %I FOR SELECT TO comptant_auditor USING (true)', name);
        EXECUTE format('CREATE POLICY reader ON %I FOR SELECT TO comptant_reader USING ((SELECT reading_reads()))', name);
    END LOOP;
END $$;

-- Personal data ---------------------------------------------------------------------------------------

ALTER TABLE app_user ADD COLUMN erased_at timestamptz;  -- since when the name is gone

-- Whatever lets a person in, or tells from where they came in, is forgotten. Ids stay: acts name them.
CREATE FUNCTION forget_ways_in(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM session WHERE user_id = person;
    DELETE FROM second_factor WHERE user_id = person;
    DELETE FROM identity WHERE user_id = person;
    DELETE FROM sign_in_link WHERE user_id = person;
    DELETE FROM sign_in_failure WHERE login = (SELECT login FROM app_user WHERE id = person);
    UPDATE api_key SET ended_at = now() WHERE user_id = person AND ended_at IS NULL;
    UPDATE app_user SET password = '!' WHERE id = person
$$;

-- A person's name and login are replaced by a marker: the login is free again.
CREATE FUNCTION forget_name(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE app_user SET login = 'erased-' || person, name = 'erased-' || person, erased_at = now()
    WHERE id = person AND erased_at IS NULL
$$;
REVOKE ALL ON FUNCTION forget_ways_in(bigint), forget_name(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_ways_in(bigint), forget_name(bigint) TO comptant_writer;
