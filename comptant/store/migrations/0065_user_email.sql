-- The e-mail address of whoever signs in: links that sign in once, and word of a browser not seen before.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per address that a person has confirmed by a code sent to it; the row that has not ended counts.
CREATE TABLE user_email (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id     bigint NOT NULL REFERENCES app_user,
    email       text NOT NULL CHECK (email = lower(email) AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    act_id      bigint NOT NULL
);
CREATE UNIQUE INDEX user_email_of ON user_email (user_id) WHERE ended_at IS NULL;
-- An address opens one person's session, never one of several.
CREATE UNIQUE INDEX user_email_known ON user_email (email) WHERE ended_at IS NULL;

-- One row per mail to a person about their own way in. What it carries (a code, a link) is forgotten once it has left.
CREATE TABLE user_mail (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id     bigint NOT NULL REFERENCES app_user,
    kind        text NOT NULL CHECK (kind IN ('CONFIRM', 'LINK', 'NEW_BROWSER', 'EMAIL_ENDED')),
    email       text NOT NULL,
    language    text NOT NULL CHECK (language IN ('fr', 'en')),
    secret      text,  -- a code or a link, until it was sent
    facts       jsonb NOT NULL DEFAULT '{}',  -- what a notice tells: when, from where, with what
    salt        bytea CHECK (length(salt) = 16),
    code_digest bytea CHECK (length(code_digest) = 32),  -- of a code to confirm an address
    made_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,  -- not sent after
    next_at     timestamptz,  -- when to try to send it; null: it has left
    sent_at     timestamptz,
    tries       integer NOT NULL DEFAULT 0,
    used_at     timestamptz,
    CHECK ((kind = 'CONFIRM') = (code_digest IS NOT NULL AND salt IS NOT NULL))
);
CREATE INDEX user_mail_due ON user_mail (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX user_mail_user ON user_mail (user_id, kind, made_at);

GRANT SELECT, INSERT ON user_email, user_mail TO comptant_writer;
GRANT UPDATE (ended_at) ON user_email TO comptant_writer;
GRANT UPDATE (secret, next_at, sent_at, tries, used_at) ON user_mail TO comptant_writer;
GRANT SELECT ON user_email TO comptant_reader, comptant_auditor;
GRANT SELECT (id, user_id, kind, language, made_at, expires_at, sent_at, tries, used_at) ON user_mail TO comptant_auditor;
ALTER TABLE user_email ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON user_email FOR SELECT TO comptant_reader USING (user_id = (SELECT reading_user()));
CREATE POLICY auditor ON user_email FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY auditor ON user_mail FOR SELECT TO comptant_auditor USING (true);

-- A link that was sent by mail opens a session whose second factor is still to be proved.
ALTER TABLE sign_in_link ADD COLUMN is_mailed boolean NOT NULL DEFAULT false;

-- The browser that a session was opened in, known again by a mark that it keeps.
ALTER TABLE session ADD COLUMN browser bytea CHECK (length(browser) = 32),
    ADD COLUMN is_new_browser boolean NOT NULL DEFAULT false;  -- its user had come with others, never with this one
GRANT UPDATE (browser, is_new_browser) ON session TO comptant_writer;
GRANT SELECT (is_new_browser) ON session TO comptant_reader;

CREATE OR REPLACE FUNCTION forget_ways_in(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM session WHERE user_id = person;
    DELETE FROM second_factor WHERE user_id = person;
    DELETE FROM identity WHERE user_id = person;
    DELETE FROM sign_in_link WHERE user_id = person;
    DELETE FROM user_mail WHERE user_id = person;
    DELETE FROM user_email WHERE user_id = person;
    DELETE FROM sign_in_failure WHERE login = (SELECT login FROM app_user WHERE id = person);
    UPDATE api_key SET ended_at = now() WHERE user_id = person AND ended_at IS NULL;
    UPDATE app_user SET password = '!' WHERE id = person
$$;
