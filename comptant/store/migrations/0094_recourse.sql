-- What was done about an over-advance that its client does not repay: guarantors called and paid, other accounts of the client
-- set off, what was written off and came in later.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per step: CALLED and PAID name the guarantor, SET_OFF the contract whose credit was taken, PAID and REGAINED the
-- payment that brought it.
CREATE TABLE recourse_step (
    contract_id       bigint NOT NULL,
    id                bigint NOT NULL,
    step              text NOT NULL CHECK (step IN ('CALLED', 'PAID', 'SET_OFF', 'WRITTEN_OFF', 'REGAINED')),
    step_on           date NOT NULL,
    amount_cents      bigint NOT NULL CHECK (amount_cents > 0),
    party_id          bigint CHECK ((party_id IS NOT NULL) = (step IN ('CALLED', 'PAID'))),
    other_contract_id bigint CHECK ((other_contract_id IS NOT NULL) = (step = 'SET_OFF')),
    payment_id        bigint CHECK ((payment_id IS NOT NULL) = (step IN ('PAID', 'REGAINED'))),
    reference         text NOT NULL CHECK (reference <> ''),
    act_id            bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CALL keep_as_history('recourse_step', 'contract');
