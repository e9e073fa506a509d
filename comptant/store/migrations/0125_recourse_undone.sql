-- What a guarantor pays of a loss, losses that the client's own account repays, and steps told by slip, undone by two people.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- `of_loss_cents`: what of a guarantor's payment, or of a set-off, was money on what was written off. A loss regained without a payment came
-- out of the client's account. UNDONE names the step that it undoes, which counts no more.
ALTER TABLE recourse_step ADD COLUMN of_loss_cents bigint NOT NULL DEFAULT 0;
ALTER TABLE recourse_step ADD COLUMN undoes_id bigint;
ALTER TABLE recourse_step DROP CONSTRAINT recourse_step_step_check;
ALTER TABLE recourse_step DROP CONSTRAINT recourse_step_check2;
ALTER TABLE recourse_step ADD CONSTRAINT recourse_step_known
    CHECK (step IN ('CALLED', 'PAID', 'SET_OFF', 'WRITTEN_OFF', 'REGAINED', 'UNDONE'));
ALTER TABLE recourse_step ADD CONSTRAINT recourse_step_of_payment
    CHECK (CASE step WHEN 'PAID' THEN payment_id IS NOT NULL WHEN 'REGAINED' THEN true ELSE payment_id IS NULL END);
ALTER TABLE recourse_step ADD CONSTRAINT recourse_step_of_loss
    CHECK (of_loss_cents BETWEEN 0 AND amount_cents AND (of_loss_cents = 0 OR step IN ('PAID', 'SET_OFF')));
ALTER TABLE recourse_step ADD CONSTRAINT recourse_step_undoes CHECK ((undoes_id IS NOT NULL) = (step = 'UNDONE'));
-- A step is undone once.
CREATE UNIQUE INDEX recourse_step_undone ON recourse_step (contract_id, undoes_id) WHERE undoes_id IS NOT NULL;

-- One row per step that counts: those undone, and what undid them, do not.
CREATE VIEW recourse_step_now WITH (security_invoker = true) AS
SELECT s.* FROM recourse_step s
WHERE s.step <> 'UNDONE' AND NOT EXISTS (SELECT FROM recourse_step u
    WHERE u.contract_id = s.contract_id AND u.undoes_id = s.id);
GRANT SELECT ON recourse_step_now TO comptant_writer, comptant_reader, comptant_auditor;
