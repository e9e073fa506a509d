-- Cheques, bills and direct debits in collection, and the mandates of the latter.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per mandate by which a buyer lets the factor debit its account, approved by two people.
CREATE TABLE mandate (
    id            bigint PRIMARY KEY,
    buyer_id      bigint NOT NULL REFERENCES party,
    reference     text NOT NULL CHECK (length(reference) BETWEEN 1 AND 35),
    creditor_identifier text NOT NULL,  -- the factor's, as it was signed
    scheme        text NOT NULL CHECK (scheme IN ('CORE', 'B2B')),
    iban          text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]+$'),
    bic           text,
    holder        text NOT NULL CHECK (holder <> ''),
    signed_on     date NOT NULL,
    is_one_off    boolean NOT NULL,
    approval_id   bigint NOT NULL REFERENCES approval,
    act_id        bigint NOT NULL,
    UNIQUE (creditor_identifier, reference)
);
CREATE INDEX mandate_buyer ON mandate (buyer_id);

-- One row per mandate that no longer holds: revoked by the buyer, or given up.
CREATE TABLE mandate_revocation (
    mandate_id    bigint PRIMARY KEY REFERENCES mandate,
    revoked_on    date NOT NULL,
    reason        text NOT NULL CHECK (reason <> ''),
    act_id        bigint NOT NULL
);

-- One row per cheque (CHQ), bill (LCR, BOR) or direct debit (SDD): what a buyer is to pay by it, and when.
CREATE TABLE instrument (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL,
    payment_means text NOT NULL CHECK (payment_means IN ('CHQ', 'LCR', 'BOR', 'SDD')),
    buyer_id      bigint NOT NULL REFERENCES party,
    currency      text NOT NULL,
    amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
    issued_on     date NOT NULL,
    due_on        date NOT NULL,  -- of a cheque, the day it is issued: it is payable at sight
    number        text NOT NULL CHECK (number <> ''),
    payer_name    text NOT NULL,
    payer_iban    text NOT NULL DEFAULT '',
    is_accepted   boolean NOT NULL DEFAULT false,
    remittance_text text NOT NULL DEFAULT '',
    mandate_id    bigint REFERENCES mandate,
    is_last       boolean NOT NULL DEFAULT false,  -- the last collection under its mandate
    reference     text NOT NULL UNIQUE CHECK (length(reference) <= 35),
    presentation  smallint NOT NULL CHECK (presentation > 0),  -- a returned one may come again
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CONSTRAINT instrument_once UNIQUE (payment_means, payer_iban, number, presentation),
    CHECK ((payment_means = 'SDD') = (mandate_id IS NOT NULL)),
    CHECK (payment_means = 'CHQ' OR payer_iban <> '')
);
CREATE INDEX instrument_amount ON instrument (amount_cents);  -- the bank names an unpaid one by its amount at least
CREATE INDEX instrument_mandate ON instrument (mandate_id) WHERE mandate_id IS NOT NULL;

-- One row per invoice that an instrument pays, as told when it was entered; none: it is matched.
CREATE TABLE instrument_invoice (
    contract_id   bigint NOT NULL,
    instrument_id bigint NOT NULL,
    invoice_id    bigint NOT NULL,
    amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (contract_id, instrument_id, invoice_id),
    FOREIGN KEY (contract_id, instrument_id) REFERENCES instrument (contract_id, id)
);

-- One row per remittance of instruments to a bank of ours: the file or the slip, its total.
CREATE TABLE collection (
    id            bigint PRIMARY KEY,
    payment_means text NOT NULL CHECK (payment_means IN ('CHQ', 'BILL', 'SDD')),
    own_account_id bigint NOT NULL REFERENCES own_account,
    reference     text NOT NULL UNIQUE,
    remitted_on   date NOT NULL,
    line_count    bigint NOT NULL CHECK (line_count > 0),
    total_cents   bigint NOT NULL CHECK (total_cents > 0),
    digest        bytea NOT NULL REFERENCES document,
    act_id        bigint NOT NULL
);

-- One row per step of an instrument; each happens once. REMITTED to our bank, CREDITED to the contract on
-- its value date, SETTLED by the bank's credit, RETURNED unpaid, DEBITED again by the bank, CANCELLED before all.
CREATE TABLE instrument_step (
    contract_id   bigint NOT NULL,
    instrument_id bigint NOT NULL,
    step          text NOT NULL CHECK (step IN ('REMITTED', 'CREDITED', 'SETTLED', 'RETURNED', 'DEBITED', 'CANCELLED')),
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    on_date       date NOT NULL,
    value_on      date,
    reason        text NOT NULL DEFAULT '',
    entry_id      bigint,
    collection_id bigint REFERENCES collection,
    lot           text,           -- what the bank credits at once within a remittance
    collect_on    date,           -- the day asked of the bank
    sequence_type text CHECK (sequence_type IN ('FRST', 'RCUR', 'OOFF', 'FNAL')),
    payment_id    bigint,
    bank_movement_id bigint,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, instrument_id, step),
    FOREIGN KEY (contract_id, instrument_id) REFERENCES instrument (contract_id, id),
    CHECK ((step = 'REMITTED') = (collection_id IS NOT NULL)),
    CHECK ((step = 'CREDITED') = (payment_id IS NOT NULL)),
    CHECK (step = 'CANCELLED' OR entry_id IS NOT NULL)
);
CREATE INDEX instrument_step_collection ON instrument_step (collection_id) WHERE collection_id IS NOT NULL;
CREATE INDEX instrument_step_collect_on ON instrument_step (collect_on) WHERE collect_on IS NOT NULL;
CREATE INDEX instrument_step_payment ON instrument_step (payment_id) WHERE payment_id IS NOT NULL;

CALL keep_as_history('mandate', 'factor');
CALL keep_as_history('mandate_revocation', 'factor');
CALL keep_as_history('instrument', 'contract');
CALL keep_as_history('instrument_invoice', 'contract');
CALL keep_as_history('collection', 'factor');
CALL keep_as_history('instrument_step', 'contract');
