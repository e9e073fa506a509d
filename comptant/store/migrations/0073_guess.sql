-- What the matching thinks that waiting money is for, where it is not certain enough to allocate it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice of a guess on a payment that waits, the best guess 1; those of the last act count.
CREATE TABLE guess (
    contract_id         bigint NOT NULL,  -- where the money waits: the house's own while nobody knows
    payment_id          bigint NOT NULL,
    act_id              bigint NOT NULL,
    guess_number        bigint NOT NULL CHECK (guess_number > 0),
    invoice_contract_id bigint NOT NULL,
    invoice_id          bigint NOT NULL,
    proposed_cents      bigint NOT NULL CHECK (proposed_cents <> 0),  -- below zero: a credit note taken off
    confidence_ppm      bigint NOT NULL CHECK (confidence_ppm BETWEEN 0 AND 1000000),
    evidence            text NOT NULL CHECK (evidence <> ''),  -- codes of what speaks for it
    PRIMARY KEY (contract_id, payment_id, act_id, guess_number, invoice_contract_id, invoice_id)
);

CALL keep_as_history('guess', 'factor');
