-- A decision of an insurer that was refused may be taken in again when its cause is gone; it counts once. A step with an insurer, or in
-- proceedings, or a declaration of turnover that was told by slip is taken back, and may be told again.
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

-- A row of a slip takes back the declaration of its period and `told_number`: how often one of the period was taken back before.
ALTER TABLE turnover_declaration ADD COLUMN told_number bigint NOT NULL DEFAULT 0;
ALTER TABLE turnover_declaration ADD COLUMN is_slip boolean NOT NULL DEFAULT false;
ALTER TABLE turnover_declaration DROP CONSTRAINT turnover_declaration_pkey;
ALTER TABLE turnover_declaration ADD PRIMARY KEY (policy_id, until_on, told_number, is_slip);
CREATE VIEW turnover_declared WITH (security_invoker = true) AS
SELECT d.* FROM turnover_declaration d
WHERE NOT d.is_slip AND NOT EXISTS (SELECT FROM turnover_declaration u
    WHERE u.policy_id = d.policy_id AND u.until_on = d.until_on AND u.told_number = d.told_number AND u.is_slip);
GRANT SELECT ON turnover_declared TO comptant_writer, comptant_reader, comptant_auditor;

CREATE OR REPLACE FUNCTION policy_lapses(of_policy bigint, day date) RETURNS TABLE (lapse text, lapsed_on date)
LANGUAGE sql STABLE AS $$
    SELECT 'PREMIUM', m.due_on + (v.terms ->> 'premium_grace_days')::int + 1
    FROM premium m
    CROSS JOIN LATERAL policy_terms_on(m.policy_id, day) v
    CROSS JOIN LATERAL premium_standing(m.id) s
    WHERE m.policy_id = of_policy AND m.due_on + (v.terms ->> 'premium_grace_days')::int < day
        AND (s.paid_on IS NULL OR s.paid_on > day) AND s.premium_state <> 'TAKEN_BACK'
    UNION ALL
    SELECT 'TURNOVER', q.until_on + (v.terms ->> 'turnover_days')::int + 1
    FROM policy_periods(of_policy, 'turnover_months',
        (SELECT max(d.until_on) FROM turnover_declared d WHERE d.policy_id = of_policy), day) q
    CROSS JOIN LATERAL policy_terms_on(of_policy, day) v
    WHERE q.until_on + (v.terms ->> 'turnover_days')::int < day
$$;
CREATE OR REPLACE VIEW own_turnover WITH (security_barrier) AS
SELECT d.policy_id, p.policy_number, p.currency, d.from_on, d.until_on, d.turnover_cents AS declared_turnover_cents,
    d.insured_base, d.declared_on, d.reference
FROM own_policy p JOIN turnover_declaration d ON d.policy_id = p.id
WHERE NOT d.is_slip AND NOT EXISTS (SELECT FROM turnover_declaration u
    WHERE u.policy_id = d.policy_id AND u.until_on = d.until_on AND u.told_number = d.told_number AND u.is_slip);

-- What an insurer reads of the evidence of a claim: no step that was taken back.
CREATE OR REPLACE VIEW own_claim_evidence WITH (security_barrier) AS
SELECT n.claim_id, v.evidence_kind, n.invoice_number, v.shown_on, v.told
FROM own_claim_item n
JOIN claim x ON x.id = n.claim_id
CROSS JOIN LATERAL (
    SELECT 'INVOICE' AS evidence_kind, n.issued_on AS shown_on, NULL::text AS told
    UNION ALL SELECT 'DELIVERY', n.delivered_on, NULL WHERE n.delivered_on IS NOT NULL
    UNION ALL SELECT CASE t.name WHEN 'has_delivery_proof' THEN 'DELIVERY' ELSE 'NOTICE' END, t.valid_from_on, t.source
    FROM term t WHERE t.contract_id = x.contract_id AND t.value = 'true'::jsonb
        AND (t.subject = 'INVOICE' AND t.subject_id = n.invoice_id AND t.name IN ('has_delivery_proof', 'is_notified')
            OR t.subject = 'BUYER' AND t.subject_id = x.buyer_id AND t.name = 'is_notified')
    UNION ALL SELECT 'REMINDER', m.run_on, m.stage || ' ' || m.channel
    FROM reminder_line l JOIN reminder m ON m.contract_id = l.contract_id AND m.id = l.reminder_id
    WHERE l.contract_id = x.contract_id AND l.invoice_id = n.invoice_id
    UNION ALL SELECT 'DISPUTE', q.step_on, d.code
    FROM dispute d JOIN dispute_step q ON q.contract_id = d.contract_id AND q.dispute_id = d.id
    WHERE d.contract_id = x.contract_id AND d.invoice_id = n.invoice_id
    UNION ALL SELECT w.step, w.step_on, w.reference FROM cover_step w
    WHERE w.contract_id = x.contract_id AND w.policy_id = x.policy_id AND w.invoice_id = n.invoice_id AND w.step <> 'UNDONE'
        AND NOT EXISTS (SELECT FROM cover_step u WHERE u.contract_id = w.contract_id AND u.undoes_id = w.id)
) v;
