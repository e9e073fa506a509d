-- Other fees of contracts as dated words, what of them is billed, and how often a line of a bill counts its price.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per word on a fee of a contract: its prices by tiers from a day on; no tier: no longer due. In force on a day: the
-- greatest day not after, then the latest recorded.
CREATE TABLE contract_fee (
    contract_id   bigint NOT NULL,
    fee_code      text NOT NULL,
    charge_unit   text NOT NULL,
    valid_from_on date NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    tier_from     bigint[] NOT NULL,  -- beyond which each tier counts: a number, or cents of a year
    unit_cents    bigint[] NOT NULL,
    charge_ppm    bigint[] NOT NULL,
    source        text NOT NULL CHECK (source <> ''),
    act_id        bigint NOT NULL,
    PRIMARY KEY (contract_id, fee_code, charge_unit, valid_from_on, recorded_at),
    CHECK (cardinality(tier_from) = cardinality(unit_cents) AND cardinality(tier_from) = cardinality(charge_ppm))
);

-- One row per cause that has brought a fee: the fee itself, a month, a buyer and year, an act; none comes twice.
CREATE TABLE fee_billed (
    contract_id bigint NOT NULL,
    fee_code    text NOT NULL,
    charge_unit text NOT NULL,
    cause       text NOT NULL CHECK (cause <> ''),
    until_on    date,  -- of what is counted day by day: the first day not counted
    entry_id    bigint NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, fee_code, charge_unit, cause)
);

-- Of a fee of so much each: how many times, and how much each; none of a fee that is a share.
ALTER TABLE charge ADD COLUMN unit_count bigint;
ALTER TABLE charge ADD COLUMN unit_cents bigint;

CALL keep_as_history('contract_fee', 'contract');
CALL keep_as_history('fee_billed', 'contract');
