-- Notices to clients that invoices in dispute may be de-funded.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per dispute and notice: the day from which people may de-fund, were it not settled by then, and the letter.
CREATE TABLE dispute_notice (
    contract_id    bigint NOT NULL,
    id             bigint NOT NULL DEFAULT nextval('ids'),
    dispute_id     bigint NOT NULL,
    noticed_on     date NOT NULL,
    defund_from_on date NOT NULL CHECK (defund_from_on > noticed_on),
    amount_cents   bigint NOT NULL CHECK (amount_cents > 0),  -- still in dispute on that day
    digest         bytea NOT NULL,
    act_id         bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX dispute_notice_of ON dispute_notice (contract_id, dispute_id);
CALL keep_as_history('dispute_notice', 'contract');
