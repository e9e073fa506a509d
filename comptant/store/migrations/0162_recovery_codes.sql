-- A way back from a lost second factor: codes that serve once each, and the notices of what was done.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per recovery code of a person: shown once when made, kept by its digest, good for one sign-in.
CREATE TABLE recovery_code (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    user_id     bigint NOT NULL REFERENCES app_user,
    code_digest bytea NOT NULL UNIQUE CHECK (length(code_digest) = 32),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at     timestamptz,
    ended_at    timestamptz,  -- others were made in its place, or its factors were ended
    act_id      bigint NOT NULL
);
CREATE INDEX recovery_code_user ON recovery_code (user_id) WHERE used_at IS NULL AND ended_at IS NULL;

GRANT SELECT, INSERT ON recovery_code TO comptant_writer;
GRANT UPDATE (used_at, ended_at) ON recovery_code TO comptant_writer;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, user_id, recorded_at, used_at, ended_at, act_id) ON recovery_code TO comptant_reader, comptant_auditor;
CREATE POLICY reader ON recovery_code FOR SELECT TO comptant_reader USING (user_id = (SELECT reading_user()));
CREATE POLICY auditor ON recovery_code FOR SELECT TO comptant_auditor USING (true);

ALTER TABLE user_mail DROP CONSTRAINT user_mail_kind_check;
ALTER TABLE user_mail ADD CONSTRAINT user_mail_kind_check CHECK (kind IN
    ('CONFIRM', 'LINK', 'NEW_BROWSER', 'EMAIL_ENDED', 'CODE_USED', 'FACTORS_ENDED'));

CREATE OR REPLACE FUNCTION forget_ways_in(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM session WHERE user_id = person;
    DELETE FROM second_factor WHERE user_id = person;
    DELETE FROM recovery_code WHERE user_id = person;
    DELETE FROM identity WHERE user_id = person;
    DELETE FROM sign_in_link WHERE user_id = person;
    DELETE FROM user_mail WHERE user_id = person;
    DELETE FROM user_email WHERE user_id = person;
    DELETE FROM sign_in_failure WHERE login = (SELECT login FROM app_user WHERE id = person);
    UPDATE signing_code SET email = '', code = NULL, next_at = NULL WHERE user_id = person;
    UPDATE api_key SET ended_at = now() WHERE user_id = person AND ended_at IS NULL;
    UPDATE app_user SET password = '!' WHERE id = person
$$;
