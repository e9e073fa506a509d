-- Suspicion of money laundering: what scenarios found in the money of a contract, and what was said of it. Read by compliance alone.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per suspicion: which scenario, about what, how much, and what shows it. It stops nothing by itself.
CREATE TABLE aml_alarm (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL DEFAULT nextval('ids'),
    scenario     text NOT NULL CHECK (scenario ~ '^AML-[0-9]{2}$'),
    subject      text NOT NULL CHECK (subject IN ('PAYMENT', 'CONTRACT')),
    subject_id   bigint NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
    evidence     jsonb NOT NULL,
    found_on     date NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX aml_alarm_of ON aml_alarm (contract_id, scenario, subject, subject_id);

-- One row per word on a suspicion; the last that is no proposal counts. HELD: one person suspects, and money stops; SUSPECT: two do, it is to be reported; SENT: reported, and money moves again; OPPOSED: reported, and the authority opposes; CLEARED: nothing.
CREATE TABLE aml_word (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL DEFAULT nextval('ids'),
    alarm_id    bigint NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('PROPOSED', 'HELD', 'SUSPECT', 'SENT', 'OPPOSED', 'CLEARED', 'LET_GO')),
    reason      text NOT NULL CHECK (reason <> ''),  -- the examination, or the authority's number
    said_on     date NOT NULL,
    by_id       bigint NOT NULL,  -- who said it
    approval_id bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CHECK (outcome NOT IN ('SUSPECT', 'SENT', 'CLEARED') OR approval_id IS NOT NULL)
);
CREATE INDEX aml_word_of ON aml_word (contract_id, alarm_id, id);

CALL keep_as_history('aml_alarm', 'staff');
CALL keep_as_history('aml_word', 'staff');
ALTER POLICY reader ON aml_alarm USING ((SELECT reading_compliance()));
ALTER POLICY reader ON aml_word USING ((SELECT reading_compliance()));

-- One row per suspicion with what counts of what was said of it (null: nothing yet).
CREATE VIEW aml_said WITH (security_invoker = true) AS
SELECT a.contract_id, a.id AS alarm_id, w.outcome, w.reason, w.said_on
FROM aml_alarm a
LEFT JOIN LATERAL (SELECT w.outcome, w.reason, w.said_on FROM aml_word w
    WHERE w.contract_id = a.contract_id AND w.alarm_id = a.id AND w.outcome <> 'PROPOSED'
    ORDER BY w.id DESC LIMIT 1) w ON true;
GRANT SELECT ON aml_said TO comptant_writer, comptant_reader, comptant_auditor;
