-- Currencies: what accounts in another currency are worth in euro, and money received in one currency and taken in another.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per account and currency of a contract that was revalued on a day: its balance, what it is worth in euro at the rate of
-- that day, and what was booked of the difference of rates.
CREATE TABLE revaluation (
    contract_id         bigint NOT NULL,
    id                  bigint NOT NULL,
    revalued_on         date NOT NULL,
    account             text NOT NULL,
    currency            text NOT NULL CHECK (currency <> 'EUR'),
    balance_cents       bigint NOT NULL,  -- debit positive, as the next two
    euro_cents          bigint NOT NULL,
    amount_cents        bigint NOT NULL,
    per_euro_millionths bigint NOT NULL CHECK (per_euro_millionths > 0),
    entry_id            bigint,  -- none where all of it came to nothing
    act_id              bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, account, currency, revalued_on, act_id)
);

-- One row per payment that came in one currency and was taken, at the bank's rate, in that of its contract; two people.
CREATE TABLE exchange (
    contract_id     bigint NOT NULL,
    id              bigint NOT NULL,
    payment_id      bigint NOT NULL,  -- the money in the contract's currency
    from_payment_id bigint NOT NULL,  -- the money that came, on the house's own contract
    from_currency   text NOT NULL,
    from_cents      bigint NOT NULL CHECK (from_cents > 0),
    currency        text NOT NULL CHECK (currency <> from_currency),
    amount_cents    bigint NOT NULL CHECK (amount_cents > 0),
    source          text NOT NULL CHECK (source <> ''),  -- the bank's reference of the exchange
    approval_id     bigint NOT NULL,
    act_id          bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    UNIQUE (contract_id, payment_id)
);

CALL keep_as_history('revaluation', 'staff');
CALL keep_as_history('exchange', 'contract');
