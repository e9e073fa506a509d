-- Powers that serve only together, and papers that several persons sign.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- With how many in all the person signs: 1, alone.
ALTER TABLE power ADD COLUMN signer_count smallint NOT NULL DEFAULT 1 CHECK (signer_count BETWEEN 1 AND 9);
-- Of a paper that several sign: the first of their signatures; null: one signs.
ALTER TABLE signature ADD COLUMN group_id bigint;
CREATE INDEX signature_group ON signature (contract_id, group_id) WHERE group_id IS NOT NULL;

DROP VIEW power_now;
-- The latest word on each person in each company: whether it holds on a day is for whoever asks.
CREATE VIEW power_now WITH (security_invoker) AS
SELECT DISTINCT ON (p.company_id, p.user_id) p.*, u.name, u.login
FROM power p LEFT JOIN app_user u ON u.id = p.user_id
ORDER BY p.company_id, p.user_id, p.id DESC;

DROP VIEW signature_now;
-- Each signature with how it stands but for its last day: OPEN, WAITS (given, others are still to sign the same paper), SIGNED,
-- DECLINED, WITHDRAWN, VOID. A paper counts once all who are asked have signed it; one who does not makes those of the others void.
CREATE VIEW signature_now WITH (security_invoker) AS
SELECT s.*, coalesce(s.group_id, s.id) AS paper_id, coalesce(g.signers, s.signatory) AS signers,
    coalesce(g.numbers, s.id::text) AS numbers,
    CASE WHEN g.is_broken AND coalesce(e.outcome, 'SIGNED') = 'SIGNED' THEN 'VOID'
        WHEN e.outcome = 'SIGNED' AND NOT g.is_whole THEN 'WAITS'
        ELSE coalesce(e.outcome, 'OPEN') END AS outcome,
    coalesce(e.outcome, 'OPEN') AS own_outcome, e.ended_on, e.evidence, e.signed, e.reason, e.act_id AS end_act_id,
    v.state AS provider_state
FROM signature s
LEFT JOIN signature_end e ON e.contract_id = s.contract_id AND e.signature_id = s.id
LEFT JOIN envelope v ON v.contract_id = s.contract_id AND v.signature_id = s.id
LEFT JOIN LATERAL (
    SELECT string_agg(o.signatory, ', ' ORDER BY o.id) AS signers, string_agg(o.id::text, ', ' ORDER BY o.id) AS numbers,
        bool_or(oe.outcome <> 'SIGNED') IS TRUE AS is_broken,
        bool_and(oe.outcome IS NOT DISTINCT FROM 'SIGNED') AS is_whole
    FROM signature o LEFT JOIN signature_end oe ON oe.contract_id = o.contract_id AND oe.signature_id = o.id
    WHERE s.group_id IS NOT NULL AND o.contract_id = s.contract_id AND o.group_id = s.group_id
) g ON s.group_id IS NOT NULL;
GRANT SELECT ON power_now, signature_now TO comptant_writer, comptant_reader, comptant_auditor;
