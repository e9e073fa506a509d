-- Passwords that serve once: the first one of a person, and the one that a reset gives.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Until when a password that somebody else has typed may open a session that can only choose another.
ALTER TABLE app_user ADD COLUMN once_until timestamptz;
-- Up to now an administrator typed them all, but that of the first day.
UPDATE app_user SET once_until = 'infinity' WHERE id NOT IN (SELECT by_id FROM act WHERE operation = 'init');

-- A session opened by such a password does nothing until another is chosen.
ALTER TABLE session ADD COLUMN is_once boolean NOT NULL DEFAULT false;

-- One row per reset of a forgotten password that was proposed: the password it gives, kept like every other.
CREATE TABLE password_reset (
    approval_id bigint PRIMARY KEY REFERENCES approval,
    user_id     bigint NOT NULL REFERENCES app_user,
    password    text NOT NULL,
    act_id      bigint NOT NULL
);
CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON password_reset
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_final();

GRANT SELECT, INSERT ON password_reset TO comptant_writer;
GRANT UPDATE (once_until) ON app_user TO comptant_writer;
ALTER TABLE password_reset ENABLE ROW LEVEL SECURITY;
GRANT SELECT (approval_id, user_id, act_id) ON password_reset TO comptant_auditor;
CREATE POLICY auditor ON password_reset FOR SELECT TO comptant_auditor USING (true);
