-- Over-advances that bear a fee.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per day from which a contract's over-advance is another, as the close of that day found it: days without a
-- row are as the one before. Kept where the contract asks a fee for it: what was fundable on a past day, no balance tells.
CREATE TABLE over_advance (
    contract_id        bigint NOT NULL,
    from_on            date NOT NULL,
    over_advance_cents bigint NOT NULL CHECK (over_advance_cents >= 0),
    act_id             bigint NOT NULL,
    PRIMARY KEY (contract_id, from_on)
);
CALL keep_as_history('over_advance', 'contract');
