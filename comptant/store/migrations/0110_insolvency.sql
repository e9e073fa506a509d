-- Notices of collective proceedings as they are published, what they come to for a company that we know, and what is done of it
-- on each contract.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per notice and company that it names, kept once. `of_number`: the notice that it corrects, cancels or retracts;
-- `doubt`: why it does not count until somebody says that it does (null: it counts); `digest`: of the file.
CREATE TABLE insolvency_notice (
    id            bigint PRIMARY KEY,
    notice_number text NOT NULL CHECK (notice_number <> ''),
    siren         text NOT NULL CHECK (siren ~ '^[0-9]{9}$'),
    notice_kind   text NOT NULL CHECK (notice_kind IN ('NOTICE', 'CORRECTION', 'CANCELLATION')),
    of_number     text,
    published_on  date NOT NULL,
    judged_on     date,
    effect        text NOT NULL CHECK (effect IN ('OPENS', 'CONVERTS', 'ENDS', 'RETRACTS', 'NOTHING')),
    proceeding    text NOT NULL CHECK (proceeding IN ('SAFEGUARD', 'RECOVERY', 'LIQUIDATION', 'OTHER')),
    nature        text NOT NULL,
    court         text NOT NULL,
    doubt         text CHECK (doubt IN ('LONG_PAST', 'DATES_WRONG', 'OPENED_TWICE')),
    digest        bytea NOT NULL,
    act_id        bigint NOT NULL,
    UNIQUE (notice_number, siren)
);
CREATE INDEX insolvency_notice_siren ON insolvency_notice (siren);
CREATE INDEX insolvency_notice_before ON insolvency_notice (of_number) WHERE of_number IS NOT NULL;

-- One row per word of a person on whether a notice counts: the latest stands.
CREATE TABLE insolvency_word (
    notice_id   bigint NOT NULL REFERENCES insolvency_notice,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    counts      boolean NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    act_id      bigint NOT NULL,
    PRIMARY KEY (notice_id, recorded_at)
);

-- One row per change of what the notices come to for a company: since when it is in proceedings (null: in none), by which
-- notice, published when; the latest stands.
CREATE TABLE insolvency (
    party_id     bigint NOT NULL REFERENCES party,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    opened_on    date,
    published_on date CHECK ((published_on IS NULL) = (opened_on IS NULL)),
    proceeding   text CHECK ((proceeding IS NULL) = (opened_on IS NULL)),
    ended_on     date,
    notice_id    bigint NOT NULL REFERENCES insolvency_notice,
    act_id       bigint NOT NULL,
    PRIMARY KEY (party_id, recorded_at)
);

-- One row per step on a contract about a party that failed: as its buyer, its client or a guarantor of it. `impaired_cents`: by
-- how much the impairment of what the client owes grew.
CREATE TABLE insolvency_step (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL,
    party_id       bigint NOT NULL,
    part           text NOT NULL CHECK (part IN ('BUYER', 'CLIENT', 'GUARANTOR')),
    step           text NOT NULL CHECK (step IN ('DECLARED', 'ADMITTED', 'CONTESTED', 'RELIEF_ASKED', 'GOODS_CLAIMED',
                       'ASKED', 'CONTINUED', 'NOT_CONTINUED', 'IMPAIRED')),
    step_on        date NOT NULL,
    amount_cents   bigint NOT NULL DEFAULT 0 CHECK (amount_cents >= 0),
    impaired_cents bigint NOT NULL DEFAULT 0 CHECK ((impaired_cents <> 0) = (step = 'IMPAIRED')),
    reference      text NOT NULL CHECK (reference <> ''),
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CHECK (part = 'CLIENT' OR step NOT IN ('ASKED', 'CONTINUED', 'NOT_CONTINUED', 'IMPAIRED')),
    CHECK (part = 'BUYER' OR step <> 'GOODS_CLAIMED')
);
CREATE INDEX insolvency_step_party ON insolvency_step (contract_id, party_id, part);

CALL keep_as_history('insolvency_notice', 'staff');
CALL keep_as_history('insolvency_word', 'staff');
CALL keep_as_history('insolvency', 'staff');
CALL keep_as_history('insolvency_step', 'staff');
