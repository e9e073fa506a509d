-- The client's own account numbers, and the payments that it has planned.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per number that a client's books give an account of ours, or one buyer's account: the latest of each counts.
CREATE TABLE client_account (
    contract_id bigint NOT NULL,
    id          bigint NOT NULL DEFAULT nextval('ids'),
    code        text NOT NULL CHECK (code <> ''),
    buyer_id    bigint NOT NULL DEFAULT 0,
    number      text NOT NULL,  -- empty: ours again
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);

-- One row per payment of a plan that a client has sent: below zero it pays, above it is paid by others. The plan of the
-- latest act counts, whole.
CREATE TABLE planned_payment (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL DEFAULT nextval('ids'),
    planned_on   date NOT NULL,
    amount_cents bigint NOT NULL CHECK (abs(amount_cents) <= 1000000000000000),  -- nothing: no plan any more
    label        text NOT NULL DEFAULT '',
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);

CALL keep_as_history('client_account', 'contract');
CALL keep_as_history('planned_payment', 'contract');
