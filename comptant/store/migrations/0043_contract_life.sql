-- What is recorded before a contract lets its client draw (DOMAIN 2.2, 9.1), and orders that end a contract.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per thing recorded for the opening of a contract: never changed, the latest of a kind counts.
CREATE TABLE opening_fact (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL,
    guard       text NOT NULL CHECK (guard IN ('KYC_FILE', 'OWNERS', 'POWERS', 'SCREENING', 'CLEARED', 'COMMITTEE', 'CONDITION')),
    label       text NOT NULL DEFAULT '',  -- who signs, which condition, which list
    fact_on     date NOT NULL,
    until_on    date,  -- its last day, where it does not hold for ever
    detail      jsonb NOT NULL DEFAULT '{}',
    source      text NOT NULL CHECK (source <> ''),
    digest      bytea,  -- the document that says it, where it is kept
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CHECK (until_on IS NULL OR until_on >= fact_on)
);

-- Whether a name is on a list of frozen assets is not told to whom it may concern: the staff reads, no client does.
CALL keep_as_history('opening_fact', 'staff');

-- What is left of a contract at its end is paid to the client; a lender before us is paid off from the first funding.
ALTER TABLE payment_order DROP CONSTRAINT payment_order_purpose_check;
ALTER TABLE payment_order ADD CONSTRAINT payment_order_purpose_check CHECK (purpose IN (
    'DRAW', 'REFUND', 'RETURN', 'FORWARD', 'SUPPLIER', 'EARLY', 'INSURER', 'BROKER', 'BALANCE', 'LENDER'));
