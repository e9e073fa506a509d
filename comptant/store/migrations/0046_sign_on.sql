-- Signing in by a passkey alone, or by an account of one's organisation.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per challenge that a passkey has signed to sign in, so that it signs in once; kept while it could be given again.
CREATE TABLE used_challenge (
    challenge bytea PRIMARY KEY,
    used_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX used_challenge_age ON used_challenge (used_at);

-- One row per account elsewhere (OpenID Connect: issuer and subject) that signs a user in.
CREATE TABLE identity (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id     bigint NOT NULL REFERENCES app_user,
    issuer      text NOT NULL CHECK (issuer <> ''),
    subject     text NOT NULL CHECK (subject <> ''),
    name        text NOT NULL CHECK (name <> ''),  -- what its user knows it by
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    act_id      bigint NOT NULL
);
CREATE UNIQUE INDEX identity_subject ON identity (issuer, subject) WHERE ended_at IS NULL;
CREATE INDEX identity_user ON identity (user_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, DELETE ON used_challenge TO comptant_writer;
GRANT SELECT, INSERT ON identity TO comptant_writer;
GRANT UPDATE (ended_at) ON identity TO comptant_writer;

ALTER TABLE used_challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON used_challenge TO comptant_auditor;
CREATE POLICY auditor ON used_challenge FOR SELECT TO comptant_auditor USING (true);
GRANT SELECT ON identity TO comptant_reader, comptant_auditor;
CREATE POLICY reader ON identity FOR SELECT TO comptant_reader USING (user_id = (SELECT reading_user()));
CREATE POLICY auditor ON identity FOR SELECT TO comptant_auditor USING (true);
