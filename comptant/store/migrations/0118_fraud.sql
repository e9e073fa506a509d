-- Alarms of fraud, what was decided of them, documents examined.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per alarm: which rule found what, how much is in doubt, what shows it, what it does until somebody decides.
CREATE TABLE fraud_alarm (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL DEFAULT nextval('ids'),
    rule         text NOT NULL CHECK (rule ~ '^FR-[0-9]{2}$'),
    subject      text NOT NULL CHECK (subject IN ('INVOICE', 'BUYER', 'PAYMENT', 'CONTRACT', 'ACCOUNT', 'USER')),
    subject_id   bigint NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
    effect       text NOT NULL CHECK (effect IN ('BLOCK', 'FREEZE', 'VERIFY', 'REVIEW')),
    evidence     jsonb NOT NULL,
    found_on     date NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX fraud_alarm_of ON fraud_alarm (contract_id, rule, subject, subject_id);

-- One row per decision on an alarm; the last one counts. What frees money has its approval by a second person.
CREATE TABLE fraud_decision (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL DEFAULT nextval('ids'),
    alarm_id    bigint NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('CONFIRMED', 'CLEARED')),
    reason      text NOT NULL CHECK (reason <> ''),
    decided_on  date NOT NULL,
    approval_id bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX fraud_decision_of ON fraud_decision (contract_id, alarm_id, id);

-- One row per document of an invoice that was examined: who made it, whether it was changed, both of its totals.
CREATE TABLE examined_document (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL DEFAULT nextval('ids'),
    invoice_id     bigint NOT NULL,
    digest         bytea NOT NULL CHECK (length(digest) = 32),
    producer       text NOT NULL,
    is_rewritten   boolean NOT NULL,
    revision_count bigint NOT NULL CHECK (revision_count >= 0),
    font_count     bigint NOT NULL CHECK (font_count >= 0),
    pdf_cents      bigint,
    xml_cents      bigint,
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX examined_document_of ON examined_document (contract_id, invoice_id);

CALL keep_as_history('fraud_alarm', 'staff');
CALL keep_as_history('fraud_decision', 'staff');
CALL keep_as_history('examined_document', 'staff');
