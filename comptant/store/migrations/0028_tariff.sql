-- Tariffs: whole tables of prices, in force from a day, approved by two people.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per tariff: in force from its day until the day of the next one.
CREATE TABLE tariff (
    id            bigint PRIMARY KEY DEFAULT nextval('ids'),
    valid_from_on date NOT NULL,
    source        text NOT NULL CHECK (source <> ''),
    is_example    boolean NOT NULL,  -- as the house gives it, with invented prices
    approval_id   bigint NOT NULL UNIQUE REFERENCES approval,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id        bigint NOT NULL
);
CREATE INDEX tariff_in_force ON tariff (valid_from_on, recorded_at);

-- One row per line of a tariff: a base price of a grid, an adjustment of it, a fee, a cost.
CREATE TABLE tariff_row (
    tariff_id           bigint NOT NULL REFERENCES tariff,
    row_number          bigint NOT NULL,
    grid                text NOT NULL,
    row_name            text NOT NULL,
    turnover_from_cents bigint NOT NULL CHECK (turnover_from_cents >= 0),
    mean_from_cents     bigint NOT NULL CHECK (mean_from_cents >= 0),
    dilution_from_ppm   bigint NOT NULL CHECK (dilution_from_ppm >= 0),
    client_class        text NOT NULL,
    buyer_class         text NOT NULL,
    condition           text NOT NULL,
    rate_ppm            bigint CHECK (abs(rate_ppm) <= 1000000),
    amount_cents        bigint,
    charge_unit         text NOT NULL,
    vat_class           text NOT NULL,
    is_in_teg           boolean NOT NULL,
    source              text NOT NULL,
    PRIMARY KEY (tariff_id, row_number)
);

-- What the house's prices are made of is for the house alone.
CALL keep_as_history('tariff', 'staff');
CALL keep_as_history('tariff_row', 'staff');
