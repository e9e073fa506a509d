-- A decision of an insurer that was refused may be taken in again when its cause is gone; it counts once. A step with an insurer, or in
-- proceedings, that was told by slip is taken back, and may be told again.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE insurer_answer DROP CONSTRAINT insurer_answer_pkey;
ALTER TABLE insurer_answer ADD PRIMARY KEY (insurer_id, answer_id, recorded_at);
CREATE UNIQUE INDEX insurer_answer_counts ON insurer_answer (insurer_id, answer_id) WHERE outcome <> 'REFUSED';

-- UNDONE names the step that it takes back, which counts no more. `told_number`: how often a step of the invoice was taken back before.
ALTER TABLE cover_step ADD COLUMN undoes_id bigint;
ALTER TABLE cover_step ADD COLUMN told_number bigint NOT NULL DEFAULT 0;
ALTER TABLE cover_step DROP CONSTRAINT cover_step_contract_id_policy_id_invoice_id_step_key;
ALTER TABLE cover_step ADD CONSTRAINT cover_step_told UNIQUE (contract_id, policy_id, invoice_id, step, told_number);
ALTER TABLE cover_step DROP CONSTRAINT cover_step_step_check;
ALTER TABLE cover_step ADD CONSTRAINT cover_step_known CHECK (step IN ('EXTENDED', 'DECLARED', 'CLAIMED', 'ADMITTED', 'UNDONE'));
ALTER TABLE cover_step ADD CONSTRAINT cover_step_undoes CHECK ((undoes_id IS NOT NULL) = (step = 'UNDONE'));
CREATE UNIQUE INDEX cover_step_undone ON cover_step (contract_id, undoes_id) WHERE undoes_id IS NOT NULL;

ALTER TABLE insolvency_step ADD COLUMN undoes_id bigint;
ALTER TABLE insolvency_step DROP CONSTRAINT insolvency_step_step_check;
ALTER TABLE insolvency_step ADD CONSTRAINT insolvency_step_known CHECK (step IN ('DECLARED', 'ADMITTED', 'CONTESTED', 'RELIEF_ASKED',
    'GOODS_CLAIMED', 'ASKED', 'CONTINUED', 'NOT_CONTINUED', 'IMPAIRED', 'UNDONE'));
ALTER TABLE insolvency_step ADD CONSTRAINT insolvency_step_undoes CHECK ((undoes_id IS NOT NULL) = (step = 'UNDONE'));
CREATE UNIQUE INDEX insolvency_step_undone ON insolvency_step (contract_id, undoes_id) WHERE undoes_id IS NOT NULL;

-- One row per step that counts: those taken back, and what took them back, do not.
CREATE VIEW cover_step_now WITH (security_invoker = true) AS
SELECT s.* FROM cover_step s
WHERE s.step <> 'UNDONE' AND NOT EXISTS (SELECT FROM cover_step u
    WHERE u.contract_id = s.contract_id AND u.undoes_id = s.id);
CREATE VIEW insolvency_step_now WITH (security_invoker = true) AS
SELECT s.* FROM insolvency_step s
WHERE s.step <> 'UNDONE' AND NOT EXISTS (SELECT FROM insolvency_step u
    WHERE u.contract_id = s.contract_id AND u.undoes_id = s.id);
GRANT SELECT ON cover_step_now, insolvency_step_now TO comptant_writer, comptant_reader, comptant_auditor;

-- A notice waits for somebody also where it opens other proceedings than those that run, or may reverse them.
ALTER TABLE insolvency_notice DROP CONSTRAINT insolvency_notice_doubt_check;
ALTER TABLE insolvency_notice ADD CONSTRAINT insolvency_notice_doubt
    CHECK (doubt IN ('LONG_PAST', 'DATES_WRONG', 'OPENED_TWICE', 'OTHER_PROCEEDINGS', 'EFFECT_UNCLEAR'));
