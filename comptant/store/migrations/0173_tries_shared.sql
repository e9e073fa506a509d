-- How often somebody tries to sign in from an address, counted for all processes and machines that serve.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per bucket of addresses, by a keyed digest: how many tries in the minute that runs. No address is kept, and rows never grow beyond
-- the buckets. Lost with the server: it bounds, it proves nothing.
CREATE UNLOGGED TABLE address_tries (
    bucket    integer PRIMARY KEY CHECK (bucket BETWEEN 0 AND 65535),
    minute_at timestamptz NOT NULL,
    tries     integer NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT ON address_tries TO comptant_writer;
GRANT UPDATE (minute_at, tries) ON address_tries TO comptant_writer;
GRANT SELECT ON address_tries TO comptant_auditor;
ALTER TABLE address_tries ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON address_tries FOR SELECT TO comptant_auditor USING (true);
