-- A step of a claim told by slip is undone by two people, in the reverse order of what came after; claims of several layers or
-- co-insurers on one debt.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- UNDONE names the step that it undoes, which counts no more. `decision_number`: how often an insurer's word was undone before.
-- `other_cents`: what other insurers had accepted of the same debts by then.
ALTER TABLE claim_step ADD COLUMN undoes_id bigint;
ALTER TABLE claim_step ADD COLUMN decision_number bigint NOT NULL DEFAULT 0;
ALTER TABLE claim_step ADD COLUMN other_cents bigint NOT NULL DEFAULT 0 CHECK (other_cents >= 0);
ALTER TABLE claim_step DROP CONSTRAINT claim_step_step_check;
ALTER TABLE claim_step ADD CHECK (step IN
    ('OPENED', 'ACCEPTED', 'REFUSED', 'RECEIVED', 'RECOVERED', 'WRITTEN_OFF', 'DROPPED',
    'IMPAIRED', 'UNDONE'));
ALTER TABLE claim_step ADD CONSTRAINT claim_step_undoes CHECK ((undoes_id IS NOT NULL) = (step = 'UNDONE'));
-- A step is undone once.
CREATE UNIQUE INDEX claim_step_undone ON claim_step (contract_id, undoes_id) WHERE undoes_id IS NOT NULL;
-- An insurer decides once, and once more each time its word is undone.
DROP INDEX claim_decided;
CREATE UNIQUE INDEX claim_decided ON claim_step (contract_id, claim_id, decision_number) WHERE step IN ('ACCEPTED', 'REFUSED');

-- One row per step that counts: those undone, and what undid them, do not.
CREATE VIEW claim_step_now WITH (security_invoker = true) AS
SELECT s.* FROM claim_step s
WHERE s.step <> 'UNDONE' AND NOT EXISTS (SELECT FROM claim_step u
    WHERE u.contract_id = s.contract_id AND u.undoes_id = s.id);
GRANT SELECT ON claim_step_now TO comptant_writer, comptant_reader, comptant_auditor;

-- One row per act and invoice of a claim of which something has moved, as claim_item has it: by how much. `is_taken`: because a
-- claim has taken the debt over, from the guarantee (`of_factor_cents`, `of_client_cents`) or from another claim.
CREATE TABLE claim_move (
    contract_id     bigint NOT NULL,
    act_id          bigint NOT NULL,
    claim_id        bigint NOT NULL,
    invoice_id      bigint NOT NULL,
    is_taken        boolean NOT NULL,
    share_cents     bigint NOT NULL DEFAULT 0,
    had_cents       bigint NOT NULL DEFAULT 0,
    factor_cents    bigint NOT NULL DEFAULT 0,
    owed_cents      bigint NOT NULL DEFAULT 0,
    of_factor_cents bigint NOT NULL DEFAULT 0,
    of_client_cents bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (contract_id, act_id, claim_id, invoice_id, is_taken)
);
CALL keep_as_history('claim_move', 'staff');

-- What the layers below cover of an invoice, and what the policy is asked to cover of what they leave: its share of it.
ALTER TABLE claim_item ADD COLUMN below_cents bigint NOT NULL DEFAULT 0 CHECK (below_cents >= 0);
ALTER TABLE claim_item ADD COLUMN offered_cents bigint;
