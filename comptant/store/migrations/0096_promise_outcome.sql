-- What the close of a day found of promises and plans of buyers: kept, or broken.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per change of a promise that a close has found: the latest counts.
CREATE TABLE promise_outcome (
    contract_id bigint NOT NULL,
    promise_id  bigint NOT NULL,
    found_on    date NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('KEPT', 'BROKEN', 'RUNNING')),  -- running again: late money came, or went
    paid_cents  bigint NOT NULL,
    late_cents  bigint NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, promise_id, found_on),
    FOREIGN KEY (contract_id, promise_id) REFERENCES promise (contract_id, id)
);
CALL keep_as_history('promise_outcome', 'contract');
