-- What banks and buyers announce beside the statements. None of it is booked by itself.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per payment that a bank announces on an account of ours: a camt.052 tells what is coming, a camt.054 the
-- detail of a line. `entry_key` is that of the line, `movement_key` that of the payment in it, whatever file repeats it.
CREATE TABLE expected_movement (
    id               bigint PRIMARY KEY DEFAULT nextval('ids'),
    own_account_id   bigint NOT NULL REFERENCES own_account,
    source           text NOT NULL CHECK (source IN ('camt.052', 'camt.054')),
    entry_status     text NOT NULL CHECK (entry_status IN ('BOOK', 'PDNG', 'FUTR')),
    entry_key        uuid NOT NULL,
    entry_cents      bigint NOT NULL,
    entry_references text[] NOT NULL,
    movement_key     uuid NOT NULL,
    occurrence       integer NOT NULL CHECK (occurrence > 0),
    booked_on        date NOT NULL,
    value_on         date NOT NULL,
    currency         text NOT NULL,
    amount_cents     bigint NOT NULL,  -- credit positive
    bank_reference   text,
    end_to_end_reference text,
    payer_name       text,
    payer_iban       text,
    credited_iban    text,
    remittance_text  text NOT NULL,
    creditor_reference text,
    operation_code   text,
    return_reason    text,
    is_reversal      boolean NOT NULL,
    digest           bytea NOT NULL REFERENCES document,
    act_id           bigint NOT NULL,
    UNIQUE (own_account_id, movement_key, occurrence)
);
CREATE INDEX expected_movement_entry ON expected_movement (own_account_id, entry_cents);

-- One row per answer of a bank to a payment order of ours (pain.002): accepted at some step, or rejected with a reason.
CREATE TABLE order_status (
    contract_id   bigint NOT NULL,
    order_id      bigint NOT NULL,
    id            bigint NOT NULL DEFAULT nextval('ids'),
    status        text NOT NULL,
    reason        text NOT NULL,
    told_on       date NOT NULL,
    digest        bytea NOT NULL REFERENCES document,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, order_id, id),
    FOREIGN KEY (contract_id, order_id) REFERENCES payment_order (contract_id, id)
);

-- One row per remittance advice of a buyer: a payment announced, and how it is to be allocated.
CREATE TABLE advice (
    contract_id   bigint NOT NULL,
    id            bigint NOT NULL,
    buyer_id      bigint NOT NULL,
    reference     text NOT NULL,  -- that the payment will quote, if the buyer says so
    paid_on       date,
    amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
    currency      text NOT NULL,
    digest        bytea NOT NULL REFERENCES document,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX advice_amount ON advice (amount_cents);

-- One row per line of an advice: an invoice and what is paid of it, or a credit note taken off (negative).
CREATE TABLE advice_line (
    contract_id   bigint NOT NULL,
    advice_id     bigint NOT NULL,
    invoice_id    bigint NOT NULL,
    amount_cents  bigint NOT NULL CHECK (amount_cents <> 0),
    deduction_cents bigint NOT NULL CHECK (deduction_cents >= 0),  -- not paid, with the buyer's reason
    reason        text NOT NULL,
    PRIMARY KEY (contract_id, advice_id, invoice_id),
    FOREIGN KEY (contract_id, advice_id) REFERENCES advice (contract_id, id)
);

-- One row per advice that has met its payment.
CREATE TABLE advice_use (
    contract_id   bigint NOT NULL,
    advice_id     bigint NOT NULL,
    payment_id    bigint NOT NULL,
    used_on       date NOT NULL,
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, advice_id),
    FOREIGN KEY (contract_id, advice_id) REFERENCES advice (contract_id, id)
);

CALL keep_as_history('expected_movement', 'factor');
CALL keep_as_history('order_status', 'contract');
CALL keep_as_history('advice', 'contract');
CALL keep_as_history('advice_line', 'contract');
CALL keep_as_history('advice_use', 'contract');
