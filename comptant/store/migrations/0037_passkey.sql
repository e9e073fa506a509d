-- Passkeys as second factors: a key of a device, which signs what the portal asks of it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- A passkey is known by its credential; its `secret` is the public key, its `last_step` how often it has signed.
ALTER TABLE second_factor DROP CONSTRAINT second_factor_kind_check;
ALTER TABLE second_factor ADD COLUMN credential_id bytea,
    ADD CHECK (kind IN ('TOTP', 'PASSKEY')),
    ADD CHECK ((kind = 'PASSKEY') = (credential_id IS NOT NULL));
CREATE UNIQUE INDEX second_factor_credential ON second_factor (credential_id) WHERE credential_id IS NOT NULL;

-- What a session's browser was last asked to sign, once, and when.
ALTER TABLE session ADD COLUMN challenge bytea, ADD COLUMN challenge_at timestamptz;
GRANT UPDATE (challenge, challenge_at) ON session TO comptant_writer;
