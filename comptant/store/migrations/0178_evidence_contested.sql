-- What an insurer reads of the evidence of a claim: no dispute that a short payment alone is.
-- Frozen: once landed this file is never edited; the next change is the next migration.

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
        AND (d.source <> 'PAYMENT' OR EXISTS (SELECT FROM dispute_step s WHERE s.contract_id = d.contract_id AND s.dispute_id = d.id
            AND s.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED') AND s.evidence NOT IN ('payment short', 'payment taken back')))
    UNION ALL SELECT w.step, w.step_on, w.reference FROM cover_step w
    WHERE w.contract_id = x.contract_id AND w.policy_id = x.policy_id AND w.invoice_id = n.invoice_id AND w.step <> 'UNDONE'
        AND NOT EXISTS (SELECT FROM cover_step u WHERE u.contract_id = w.contract_id AND u.undoes_id = w.id)
) v;
