-- What is told and asked of insurers: each message once, its steps, the call that carries it, and what insurers answer.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per message to an insurer, written before it leaves: in the words of rules/insurer_words.csv. `subject_id`: the step
-- of the claim that a recovery is of.
CREATE TABLE insurer_message (
    id          bigint PRIMARY KEY,
    policy_id   bigint NOT NULL REFERENCES policy,
    kind        text NOT NULL CHECK (kind IN ('LIMIT', 'EXTENSION', 'OVERDUE', 'CLAIM', 'RECOVERY', 'TURNOVER')),
    contract_id bigint NOT NULL DEFAULT 0,
    buyer_id    bigint NOT NULL DEFAULT 0,
    subject_id  bigint NOT NULL DEFAULT 0,
    invoice_ids bigint[] NOT NULL DEFAULT '{}',
    content     jsonb NOT NULL,
    written_on  date NOT NULL,
    act_id      bigint NOT NULL
);
CREATE INDEX insurer_message_policy ON insurer_message (policy_id, id);
CREATE UNIQUE INDEX insurer_message_recovery ON insurer_message (subject_id) WHERE kind = 'RECOVERY';

-- One row per step of a message: it left, by a call or by hand; the insurer took it, or would not; it was withdrawn before it
-- left. `refusal`: why what the insurer took could not be kept here.
CREATE TABLE insurer_message_step (
    message_id  bigint NOT NULL REFERENCES insurer_message,
    step        text NOT NULL CHECK (step IN ('SENT', 'TAKEN', 'REJECTED', 'WITHDRAWN')),
    step_on     date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_by_hand  boolean NOT NULL,
    reference   text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    refusal     text NOT NULL DEFAULT '',
    act_id      bigint NOT NULL,
    PRIMARY KEY (message_id, step)
);
CREATE UNIQUE INDEX insurer_message_over ON insurer_message_step (message_id)
    WHERE step IN ('TAKEN', 'REJECTED', 'WITHDRAWN');

-- One row per message as it is carried by a call: what is under way is written before it is tried. `job`: the insurer's own
-- name of it, once it has one; `answer`: what it said at last.
CREATE TABLE insurer_call (
    message_id  bigint PRIMARY KEY REFERENCES insurer_message,
    state       text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENDING', 'SENT', 'ANSWERED', 'OVER')),
    job         text NOT NULL DEFAULT '',
    tries       integer NOT NULL DEFAULT 0,
    next_at     timestamptz,  -- null: nothing more to do
    last_answer text NOT NULL DEFAULT '',
    sent_on     date,
    answer      jsonb
);
CREATE INDEX insurer_call_due ON insurer_call (next_at) WHERE next_at IS NOT NULL;

-- One row per decision that an insurer has told, by its own name of it: taken in, or why not.
CREATE TABLE insurer_answer (
    insurer_id  bigint NOT NULL REFERENCES party,
    answer_id   text NOT NULL CHECK (answer_id <> ''),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    told_on     date NOT NULL,
    content     jsonb NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('TAKEN', 'NOTED', 'REFUSED')),
    refusal     text NOT NULL DEFAULT '' CHECK ((refusal <> '') = (outcome = 'REFUSED')),
    facts       jsonb NOT NULL DEFAULT '{}',
    policy_id   bigint,
    message_id  bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (insurer_id, answer_id)
);

CALL keep_as_history('insurer_message', 'staff');
CALL keep_as_history('insurer_message_step', 'staff');
CALL keep_as_history('insurer_answer', 'staff');
GRANT SELECT, INSERT ON insurer_call TO comptant_writer;
GRANT UPDATE (state, job, tries, next_at, last_answer, sent_on, answer) ON insurer_call TO comptant_writer;
GRANT SELECT ON insurer_call TO comptant_reader, comptant_auditor;
ALTER TABLE insurer_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON insurer_call FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON insurer_call FOR SELECT TO comptant_reader USING ((SELECT reading_for_factor()));
