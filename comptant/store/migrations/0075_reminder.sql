-- Reminders to buyers: plans as dated terms, whom to write to, what left, what buyers promised.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per plan said: of a contract or of all (0), of a buyer or of all (0). In force until the day of the next one; a plan without stages sends nothing.
CREATE TABLE reminder_plan (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL,
    buyer_id      bigint NOT NULL,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    sender_email  text NOT NULL CHECK (sender_email ~ '^([^@[:space:]]+@[^@[:space:]]+)?$'),  -- of the client, under a confidential contract
    source        text NOT NULL CHECK (source <> ''),
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX reminder_plan_of ON reminder_plan (contract_id, buyer_id, valid_from_on, recorded_at);

-- One row per stage of a plan and way of telling it.
CREATE TABLE reminder_stage (
    contract_id  bigint NOT NULL,
    plan_id      bigint NOT NULL,
    stage_number bigint NOT NULL CHECK (stage_number BETWEEN 1 AND 20),
    stage        text NOT NULL CHECK (stage IN ('PRE', 'R1', 'R2', 'R3', 'MED', 'CTX')),
    offset_days  bigint NOT NULL CHECK (offset_days BETWEEN -365 AND 3660),  -- after the due day
    least_cents  bigint NOT NULL CHECK (least_cents >= 0),
    channel      text NOT NULL CHECK (channel IN ('EMAIL', 'CALL', 'LETTER', 'REGISTERED', 'HANDOVER')),
    PRIMARY KEY (contract_id, plan_id, stage_number, channel),
    FOREIGN KEY (contract_id, plan_id) REFERENCES reminder_plan (contract_id, id)
);

-- One row per word on whom to write to at a buyer, for a contract or for all (0); the last one counts.
CREATE TABLE reminder_contact (
    contract_id      bigint NOT NULL,
    buyer_id         bigint NOT NULL,
    recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    person           text NOT NULL,
    email            text NOT NULL CHECK (email ~ '^([^@[:space:]]+@[^@[:space:]]+)?$'),
    phone            text NOT NULL CHECK (phone ~ '^([+][1-9][0-9]{6,14})?$'),
    postal_address   text NOT NULL,  -- its lines, below the buyer's name
    language         text NOT NULL CHECK (language IN ('fr', 'en')),
    is_email_refused boolean NOT NULL,  -- they asked for no e-mail
    source           text NOT NULL CHECK (source <> ''),
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, buyer_id, recorded_at)
);

-- One row per reminder: one message of one buyer of a contract, whatever invoices it tells of.
CREATE TABLE reminder (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL,
    buyer_id     bigint NOT NULL,
    plan_id      bigint NOT NULL,
    stage        text NOT NULL,
    channel      text NOT NULL CHECK (channel IN ('EMAIL', 'CALL', 'LETTER', 'REGISTERED', 'HANDOVER')),
    language     text NOT NULL CHECK (language IN ('fr', 'en')),
    currency     text NOT NULL,
    run_on       date NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    line_count   bigint NOT NULL CHECK (line_count > 0),
    state        text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENDING', 'SENT', 'UNKNOWN', 'DROPPED', 'BOUNCED', 'DONE')),
    next_at      timestamptz,  -- of an e-mail: when to try to send it
    tries        integer NOT NULL DEFAULT 0,
    taken_at     timestamptz,  -- written before it is sent: what is taken and never came back is unknown
    done_at      timestamptz,
    sent_to      text NOT NULL DEFAULT '',
    told         jsonb NOT NULL DEFAULT '[]',  -- the invoices that it told of when it left, with their amounts
    said         text NOT NULL DEFAULT '',  -- by the server of mail, or by whoever called
    done_act_id  bigint,  -- of the person who printed, called, resolved
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX reminder_to_send ON reminder (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX reminder_under_way ON reminder (channel, state) WHERE state IN ('WAITING', 'SENDING', 'UNKNOWN', 'BOUNCED');

-- One row per invoice that a reminder was made for, with what was claimed of it then.
CREATE TABLE reminder_line (
    contract_id   bigint NOT NULL,
    reminder_id   bigint NOT NULL,
    invoice_id    bigint NOT NULL,
    claimed_cents bigint NOT NULL CHECK (claimed_cents > 0),
    stage_number  bigint NOT NULL,  -- its own; the message is at the latest one of its invoices
    offset_days   bigint NOT NULL,
    PRIMARY KEY (contract_id, reminder_id, invoice_id)
);
CREATE INDEX reminder_line_invoice ON reminder_line (contract_id, invoice_id);

-- One row per promise of a buyer to pay: of one day, or of several (a payment plan).
CREATE TABLE promise (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL,
    buyer_id    bigint NOT NULL,
    currency    text NOT NULL,
    promised_on date NOT NULL,
    evidence    text NOT NULL,
    consent     text NOT NULL,  -- of the insurer, where one covers the buyer
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);

-- One row per invoice that a promise is about, with what was open of it and what is promised.
CREATE TABLE promise_line (
    contract_id    bigint NOT NULL,
    promise_id     bigint NOT NULL,
    invoice_id     bigint NOT NULL,
    open_cents     bigint NOT NULL,
    promised_cents bigint NOT NULL CHECK (promised_cents > 0 AND promised_cents <= open_cents),
    PRIMARY KEY (contract_id, promise_id, invoice_id),
    FOREIGN KEY (contract_id, promise_id) REFERENCES promise (contract_id, id)
);
CREATE INDEX promise_line_invoice ON promise_line (contract_id, invoice_id);

-- One row per day on which a part of a promise is to be paid.
CREATE TABLE promise_instalment (
    contract_id  bigint NOT NULL,
    promise_id   bigint NOT NULL,
    due_on       date NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (contract_id, promise_id, due_on),
    FOREIGN KEY (contract_id, promise_id) REFERENCES promise (contract_id, id)
);

-- One row per promise that counts no longer: taken back, or replaced.
CREATE TABLE promise_end (
    contract_id bigint NOT NULL,
    promise_id  bigint NOT NULL,
    ended_on    date NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, promise_id),
    FOREIGN KEY (contract_id, promise_id) REFERENCES promise (contract_id, id)
);

CALL keep_as_history('reminder_plan', 'contract');
CALL keep_as_history('reminder_stage', 'contract');
CALL keep_as_history('reminder_contact', 'contract');
CALL keep_as_history('reminder_line', 'contract');
CALL keep_as_history('promise', 'contract');
CALL keep_as_history('promise_line', 'contract');
CALL keep_as_history('promise_instalment', 'contract');
CALL keep_as_history('promise_end', 'contract');

GRANT SELECT, INSERT ON reminder TO comptant_writer;
GRANT UPDATE (state, next_at, tries, taken_at, done_at, sent_to, told, said, done_act_id) ON reminder TO comptant_writer;
GRANT SELECT ON reminder TO comptant_auditor, comptant_reader;
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON reminder FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON reminder FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));

-- A reminder by letter is one more paper.
ALTER TABLE paper DROP CONSTRAINT paper_kind_check;
ALTER TABLE paper ADD CONSTRAINT paper_kind_check CHECK (kind IN ('TITLE', 'NOTICE', 'REMINDER'));
