-- Papers that prove something, made once: the title of a remittance, the letter to a buyer.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per paper issued in a language: what it is about, and the document that is kept byte for byte under its digest.
CREATE TABLE paper (
    contract_id bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('TITLE', 'NOTICE')),
    subject_id  bigint NOT NULL,  -- a remittance, a line of the outbox
    language    text NOT NULL CHECK (language IN ('fr', 'en')),
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, kind, subject_id, language)
);

CALL keep_as_history('paper', 'contract');
