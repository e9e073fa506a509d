-- Signing in with a browser (second factors, sessions that tell where they are) or with a key (programs).
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per second factor of a user: TOTP, whose secret is shared with an authenticator.
CREATE TABLE second_factor (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id     bigint NOT NULL REFERENCES app_user,
    kind        text NOT NULL CHECK (kind IN ('TOTP')),
    name        text NOT NULL CHECK (name <> ''),
    secret      text NOT NULL CHECK (length(secret) >= 32),
    last_step   bigint NOT NULL,  -- the step of the last code taken: a code serves once
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    act_id      bigint NOT NULL
);
CREATE INDEX second_factor_user ON second_factor (user_id) WHERE ended_at IS NULL;

-- One row per link that signs a user in once, made on the machine itself.
CREATE TABLE sign_in_link (
    token_digest bytea PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES app_user,
    made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);

-- One row per key of a program: it acts as a user of one company, within its scopes, from its networks.
CREATE TABLE api_key (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    token_digest bytea NOT NULL UNIQUE,
    user_id      bigint NOT NULL REFERENCES app_user,
    company_id   bigint NOT NULL REFERENCES party,
    name         text NOT NULL CHECK (name <> ''),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0),
    networks     cidr[] NOT NULL,  -- none: from anywhere
    expires_at   timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at     timestamptz,
    act_id       bigint NOT NULL
);
CREATE INDEX api_key_company ON api_key (company_id);

-- A session of a browser proves the second factor after the password; the others (a terminal's) do not.
ALTER TABLE session ADD COLUMN id bigint NOT NULL DEFAULT nextval('ids'),
    ADD COLUMN is_web boolean NOT NULL DEFAULT false,
    ADD COLUMN factor_at timestamptz,
    ADD COLUMN agent text NOT NULL DEFAULT '',
    ADD COLUMN address text NOT NULL DEFAULT '';
CREATE INDEX session_of_user ON session (user_id, expires_at);

GRANT SELECT, INSERT ON second_factor, sign_in_link, api_key TO comptant_writer;
GRANT UPDATE (last_step, ended_at) ON second_factor TO comptant_writer;
GRANT UPDATE (used_at) ON sign_in_link TO comptant_writer;
GRANT UPDATE (ended_at) ON api_key TO comptant_writer;
GRANT UPDATE (factor_at) ON session TO comptant_writer;

ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;

-- Everyone reads their own sessions and the keys of their companies; secrets and digests are read by nobody.
GRANT SELECT (id, user_id, started_at, expires_at, ended_at, is_web, factor_at, agent, address) ON session TO comptant_reader;
CREATE POLICY reader ON session FOR SELECT TO comptant_reader USING (user_id = (SELECT reading_user()));
GRANT SELECT (id, user_id, company_id, name, scopes, networks, expires_at, recorded_at, ended_at, act_id) ON api_key
    TO comptant_reader, comptant_auditor;
CREATE POLICY reader ON api_key FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR company_id = ANY ((SELECT reading_companies())::bigint[]));
CREATE POLICY auditor ON api_key FOR SELECT TO comptant_auditor USING (true);
GRANT SELECT (id, user_id, kind, name, recorded_at, ended_at, act_id) ON second_factor TO comptant_reader, comptant_auditor;
CREATE POLICY reader ON second_factor FOR SELECT TO comptant_reader USING (user_id = (SELECT reading_user()));
CREATE POLICY auditor ON second_factor FOR SELECT TO comptant_auditor USING (true);
GRANT SELECT (user_id, made_at, expires_at, used_at) ON sign_in_link TO comptant_auditor;
CREATE POLICY auditor ON sign_in_link FOR SELECT TO comptant_auditor USING (true);
