-- What an insurer reads of claims under its policies: no step that was undone, a claim dropped as dropped, and the facts of a claim's
-- file; nothing of what factor and client bear, of the ledger between them, nor of papers that name other invoices.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE OR REPLACE VIEW own_claim WITH (security_barrier) AS
SELECT c.id, c.policy_id, p.policy_number, k.number AS contract_number, c.claim_number, b.name AS buyer_name, c.currency,
    c.opened_on, c.waiting_until_on, t.debt_cents, t.insurable_cents, t.covered_cents, s.accepted_cents, s.received_cents,
    s.recovered_cents, CASE WHEN s.is_dropped THEN 'DROPPED' WHEN s.is_refused THEN 'REFUSED'
        WHEN s.is_accepted AND s.received_cents >= s.accepted_cents
        THEN 'INDEMNIFIED' WHEN s.is_accepted THEN 'ACCEPTED' WHEN c.waiting_until_on > reading_on() THEN 'WAITING'
        ELSE 'DUE' END AS claim_state, s.decided_on,
    c.terms, t.below_cents, t.offered_cents, s.owed_then_cents, s.first_loss_cents, s.is_accepted
FROM own_policy p
JOIN claim c ON c.policy_id = p.id
JOIN contract k ON k.id = c.contract_id
JOIN party b ON b.id = c.buyer_id
CROSS JOIN LATERAL (SELECT sum(i.debt_cents)::bigint AS debt_cents, sum(i.insurable_cents)::bigint AS insurable_cents,
    sum(i.covered_cents)::bigint AS covered_cents, sum(i.below_cents)::bigint AS below_cents,
    sum(coalesce(i.offered_cents, i.insurable_cents - i.below_cents))::bigint AS offered_cents
    FROM claim_item i WHERE i.contract_id = c.contract_id AND i.claim_id = c.id) t
CROSS JOIN LATERAL (SELECT
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint AS accepted_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0)::bigint AS received_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECOVERED'), 0)::bigint AS recovered_cents,
    coalesce(bool_or(e.step = 'ACCEPTED'), false) AS is_accepted, coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused,
    coalesce(bool_or(e.step = 'DROPPED'), false) AS is_dropped,
    coalesce(sum(e.first_loss_cents), 0)::bigint AS first_loss_cents,
    coalesce(sum(e.amount_cents + e.other_cents + e.factor_cents + e.client_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint
        AS owed_then_cents,
    min(e.step_on) FILTER (WHERE e.step IN ('ACCEPTED', 'REFUSED')) AS decided_on
    FROM claim_step e WHERE e.contract_id = c.contract_id AND e.claim_id = c.id AND NOT EXISTS (SELECT FROM claim_step u
        WHERE u.contract_id = e.contract_id AND u.undoes_id = e.id)) s;

CREATE OR REPLACE VIEW own_recovery WITH (security_barrier) AS
SELECT e.id, c.policy_id, c.policy_number, c.claim_number, c.buyer_name, c.currency, e.step_on AS recovered_on,
    e.amount_cents AS recovery_cents, e.cost_cents AS recovery_cost_cents, e.insurer_cents AS insurer_recovery_cents,
    e.insurer_cost_cents, e.reference
FROM own_claim c
JOIN claim x ON x.id = c.id AND x.policy_id = c.policy_id
JOIN claim_step e ON e.contract_id = x.contract_id AND e.claim_id = x.id AND e.step = 'RECOVERED' AND NOT EXISTS
    (SELECT FROM claim_step u WHERE u.contract_id = e.contract_id AND u.undoes_id = e.id);

-- The invoices of its claims: then and now.
CREATE VIEW own_claim_item WITH (security_barrier) AS
SELECT t.claim_id, t.invoice_id, i.invoice_number, i.issued_on, i.due_on, i.delivered_on, i.amount_cents, i.currency,
    t.debt_cents, t.base_cents, t.insurable_cents, t.covered_cents, t.share_cents AS item_share_cents,
    coalesce(nullif(o.owed_cents, 0), i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0)
        + r.back_cents)::bigint AS still_owed_cents
FROM own_claim c
JOIN claim x ON x.id = c.id AND x.policy_id = c.policy_id
JOIN claim_item t ON t.contract_id = x.contract_id AND t.claim_id = x.id
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
LEFT JOIN guarantee g ON g.contract_id = t.contract_id AND g.invoice_id = t.invoice_id
CROSS JOIN LATERAL (SELECT max(y.owed_cents) AS owed_cents FROM claim_item y
    WHERE y.contract_id = t.contract_id AND y.invoice_id = t.invoice_id) o
CROSS JOIN LATERAL (SELECT coalesce(-sum(m.amount_cents), 0)::bigint AS back_cents FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'reassignment' AND e.act_id > x.act_id
    WHERE m.contract_id = t.contract_id AND m.item_id = t.invoice_id AND m.account = 'DEB') r;

-- What shows the debts: deliveries and notices, reminders, disputes by their day, and what it was told.
CREATE VIEW own_claim_evidence WITH (security_barrier) AS
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
    WHERE w.contract_id = x.contract_id AND w.policy_id = x.policy_id AND w.invoice_id = n.invoice_id
) v;

GRANT SELECT ON own_claim_item, own_claim_evidence TO comptant_reader, comptant_writer;
