-- Accounts dedicated to collection in a client's own name, their sweeps to us, and the client's sales ledger compared.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE own_account ADD COLUMN is_client_owned boolean NOT NULL DEFAULT false;  -- opened in the client's name, pledged to us
ALTER TABLE own_account ADD CONSTRAINT own_account_of_one_client
    CHECK (NOT is_client_owned OR (contract_id <> 0 AND buyer_id = 0 AND parent_id IS NULL));

-- What the bank tells of a dedicated account is proved like that of ours: its ledger is account DEDI.
CREATE OR REPLACE FUNCTION bank_ledger_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO bank_ledger AS b (own_account_id, currency, amount_cents)
    SELECT sub_id, currency, sum(amount_cents)::bigint FROM added WHERE account IN ('BNK', 'DEDI')
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (own_account_id, currency) DO UPDATE SET amount_cents = b.amount_cents + excluded.amount_cents;
    RETURN NULL;
END $$;

-- One row per transfer from a dedicated account to one of ours, ordered by a file (digest) or made by the bank itself.
CREATE TABLE sweep (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL,
    own_account_id bigint NOT NULL,  -- the dedicated account
    to_account_id  bigint NOT NULL,  -- ours
    currency       text NOT NULL,
    amount_cents   bigint NOT NULL CHECK (amount_cents > 0),
    execute_on     date NOT NULL,
    digest         bytea,  -- the file; none: the bank does it by a standing instruction
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX sweep_of ON sweep (own_account_id, id);

-- One row per step that a sweep has taken, each once.
CREATE TABLE sweep_step (
    contract_id      bigint NOT NULL,
    sweep_id         bigint NOT NULL,
    step             text NOT NULL CHECK (step IN ('LEFT', 'ARRIVED', 'RETURNED', 'CANCELLED')),
    on_date          date NOT NULL,
    reason           text NOT NULL DEFAULT '',
    entry_id         bigint,
    bank_movement_id bigint,
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, sweep_id, step)
);

-- One row per sales ledger that a client has sent, with what it says is open and what we have open, on one day.
CREATE TABLE sales_ledger (
    contract_id      bigint NOT NULL,
    id               bigint NOT NULL,
    ledger_on        date NOT NULL,
    file_name        text NOT NULL,
    digest           bytea NOT NULL,
    line_count       bigint NOT NULL,
    ledger_open_cents     bigint NOT NULL,
    our_open_cents       bigint NOT NULL,
    difference_count bigint NOT NULL,
    act_id           bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);

-- One row per document on which a client's ledger and ours differ.
CREATE TABLE ledger_difference (
    contract_id       bigint NOT NULL,
    sales_ledger_id   bigint NOT NULL,
    line              bigint NOT NULL,
    ledger_difference text NOT NULL CHECK (ledger_difference IN ('NOT_CEDED', 'NOT_IN_LEDGER', 'CLOSED_WITH_US', 'OPEN_DIFFERS')),
    invoice_number    text NOT NULL,
    buyer_name        text NOT NULL,
    ledger_open_cents      bigint NOT NULL,
    our_open_cents        bigint NOT NULL,
    PRIMARY KEY (contract_id, sales_ledger_id, line)
);

CALL keep_as_history('sweep', 'contract');
CALL keep_as_history('sweep_step', 'contract');
CALL keep_as_history('sales_ledger', 'contract');
CALL keep_as_history('ledger_difference', 'contract');
