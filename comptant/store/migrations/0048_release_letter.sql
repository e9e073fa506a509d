-- Letters by which another factor or bank releases an invoice that is not held yet.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice of a contract, by its number, that whoever held it has released.
CREATE TABLE release_letter (
    contract_id    bigint NOT NULL,
    number_key     text NOT NULL CHECK (number_key <> ''),
    id             bigint NOT NULL DEFAULT nextval('ids'),
    invoice_number text NOT NULL CHECK (invoice_number <> ''),
    is_withdrawn   boolean NOT NULL,  -- the letter counts no longer; the latest row of a number counts
    source         text NOT NULL CHECK (source <> ''),
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, number_key, id)
);

CALL keep_as_history('release_letter', 'contract');

-- A title names the consent that it rests on; one without stays as it was written, and no other follows.
ALTER TABLE remittance ADD CONSTRAINT consent_named CHECK (btrim(standing_consent) <> '') NOT VALID;
