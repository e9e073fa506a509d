-- Contracts fed without a click: by a watched folder, or by mail from an address that is known.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row each time a way to feed a contract is opened or ended; the last one counts.
CREATE TABLE feed (
    contract_id bigint NOT NULL,
    way         text NOT NULL CHECK (way IN ('FOLDER', 'MAIL')),
    sender      text NOT NULL,  -- of mail, in small letters; of a folder empty
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_open     boolean NOT NULL,
    user_id     bigint NOT NULL REFERENCES app_user,  -- in whose name what comes is assigned
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, way, sender, recorded_at),
    CHECK ((way = 'MAIL') = (sender LIKE '_%@_%') AND sender = lower(sender))
);
CREATE INDEX feed_sender ON feed (sender) WHERE way = 'MAIL';
CALL keep_as_history('feed', 'contract');

-- One row per mail, or lot of files of a folder, that came: once, whatever died meanwhile. What nobody we know has sent is of the house's own contract.
CREATE TABLE arrival (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL,
    way          text NOT NULL CHECK (way IN ('FOLDER', 'MAIL')),
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    sender       text NOT NULL,
    subject      text NOT NULL,  -- of a mail; of a lot the names of its files
    arrival_state text NOT NULL CHECK (arrival_state IN ('TAKEN', 'UNREAD', 'REFUSED', 'UNKNOWN', 'UNPROVED')),
    refusal_code text NOT NULL DEFAULT '',
    remittance_ids bigint[] NOT NULL DEFAULT '{}',
    accepted     bigint NOT NULL DEFAULT 0,
    refused      bigint NOT NULL DEFAULT 0,
    fault_count  bigint NOT NULL DEFAULT 0,
    arrived_at   timestamptz NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CONSTRAINT arrival_once UNIQUE (contract_id, way, digest)
);
CALL keep_as_history('arrival', 'contract');

-- One row per mail that is answered: begun once, so that nobody is answered twice, even where what sends it dies.
CREATE TABLE mail_answer (
    contract_id bigint NOT NULL,
    arrival_id  bigint NOT NULL,
    email       text NOT NULL,
    reply_to    text NOT NULL,  -- the Message-ID of the mail answered
    next_at     timestamptz,    -- null: it has left, or may have
    begun_at    timestamptz,
    sent_at     timestamptz,
    tries       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (contract_id, arrival_id),
    FOREIGN KEY (contract_id, arrival_id) REFERENCES arrival (contract_id, id)
);
CREATE INDEX mail_answer_due ON mail_answer (next_at) WHERE next_at IS NOT NULL;
GRANT SELECT, INSERT ON mail_answer TO comptant_writer;
GRANT UPDATE (next_at, begun_at, sent_at, tries) ON mail_answer TO comptant_writer;
GRANT SELECT ON mail_answer TO comptant_auditor, comptant_reader;
ALTER TABLE mail_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON mail_answer FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON mail_answer FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));

-- Each way by which contracts are fed now.
CREATE VIEW feed_now WITH (security_invoker) AS
SELECT * FROM (SELECT DISTINCT ON (contract_id, way, sender) * FROM feed ORDER BY contract_id, way, sender, recorded_at DESC) f
WHERE is_open;
GRANT SELECT ON feed_now TO comptant_writer, comptant_reader, comptant_auditor;
