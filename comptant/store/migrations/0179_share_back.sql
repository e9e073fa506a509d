-- What an insurer had of a recovery that was undone since comes back: a step of its claim.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE claim_step DROP CONSTRAINT claim_step_step_check;
ALTER TABLE claim_step ADD CONSTRAINT claim_step_step_check CHECK (step IN
    ('OPENED', 'ACCEPTED', 'REFUSED', 'RECEIVED', 'RECOVERED', 'WRITTEN_OFF', 'DROPPED',
    'IMPAIRED', 'UNDONE', 'SHARE_BACK'));

-- What an insurer owes back of recoveries undone: it was paid more than its share of those that stand.
CREATE OR REPLACE VIEW own_claim WITH (security_barrier) AS
SELECT c.id, c.policy_id, p.policy_number, k.number AS contract_number, c.claim_number, b.name AS buyer_name, c.currency,
    c.opened_on, c.waiting_until_on, t.debt_cents, t.insurable_cents, t.covered_cents, s.accepted_cents, s.received_cents,
    s.recovered_cents, CASE WHEN s.is_dropped THEN 'DROPPED' WHEN s.is_refused THEN 'REFUSED'
        WHEN s.is_accepted AND s.received_cents >= s.accepted_cents
        THEN 'INDEMNIFIED' WHEN s.is_accepted THEN 'ACCEPTED' WHEN c.waiting_until_on > reading_on() THEN 'WAITING'
        ELSE 'DUE' END AS claim_state, s.decided_on,
    c.terms, t.below_cents, t.offered_cents, s.owed_then_cents, s.first_loss_cents, s.is_accepted, c.buyer_id, t.delivered_on,
    insurance_year_on((SELECT y.from_on FROM policy y WHERE y.id = c.policy_id), t.delivered_on) AS year_on, s.accepted_id,
    s.loss_base_cents, s.withheld_cents,
    CASE WHEN s.is_accepted THEN coalesce(s.deductible_cents, (c.terms ->> 'loss_deductible_cents')::bigint) ELSE 0 END
        AS deductible_taken_cents,
    greatest(s.share_due_cents + o.paid_cents, 0)::bigint AS share_back_cents
FROM own_policy p
JOIN claim c ON c.policy_id = p.id
JOIN contract k ON k.id = c.contract_id
JOIN party b ON b.id = c.buyer_id
CROSS JOIN LATERAL (SELECT sum(i.debt_cents)::bigint AS debt_cents, sum(i.insurable_cents)::bigint AS insurable_cents,
    sum(i.covered_cents)::bigint AS covered_cents, sum(i.below_cents)::bigint AS below_cents,
    sum(coalesce(i.offered_cents, i.insurable_cents - i.below_cents))::bigint AS offered_cents,
    min(coalesce(v.delivered_on, v.issued_on)) AS delivered_on
    FROM claim_item i JOIN invoice v ON v.contract_id = i.contract_id AND v.id = i.invoice_id
    WHERE i.contract_id = c.contract_id AND i.claim_id = c.id) t
CROSS JOIN LATERAL (SELECT
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint AS accepted_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0)::bigint AS received_cents,
    coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECOVERED'), 0)::bigint AS recovered_cents,
    coalesce(bool_or(e.step = 'ACCEPTED'), false) AS is_accepted, coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused,
    coalesce(bool_or(e.step = 'DROPPED'), false) AS is_dropped,
    coalesce(sum(e.first_loss_cents), 0)::bigint AS first_loss_cents,
    coalesce(sum(e.amount_cents + e.other_cents + e.factor_cents + e.client_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint
        AS owed_then_cents,
    coalesce(sum(e.due_cents) FILTER (WHERE e.step IN ('RECOVERED', 'SHARE_BACK')), 0)::bigint AS share_due_cents,
    min(e.step_on) FILTER (WHERE e.step IN ('ACCEPTED', 'REFUSED')) AS decided_on,
    min(e.id) FILTER (WHERE e.step = 'ACCEPTED') AS accepted_id,
    coalesce(sum(e.loss_base_cents), 0)::bigint AS loss_base_cents, coalesce(sum(e.withheld_cents), 0)::bigint AS withheld_cents,
    sum(e.deductible_cents) FILTER (WHERE e.step = 'ACCEPTED')::bigint AS deductible_cents
    FROM claim_step e WHERE e.contract_id = c.contract_id AND e.claim_id = c.id AND NOT EXISTS (SELECT FROM claim_step u
        WHERE u.contract_id = e.contract_id AND u.undoes_id = e.id)) s
CROSS JOIN LATERAL (SELECT coalesce(sum(q.amount_cents * z.sign), 0)::bigint AS paid_cents
    FROM payment_order q
    CROSS JOIN LATERAL (SELECT coalesce(sum(CASE WHEN w.step IN ('RELEASED', 'REDEBITED') THEN 1
        WHEN w.step IN ('REJECTED', 'RETURNED', 'RECREDITED') THEN -1 ELSE 0 END), 0) AS sign
        FROM payment_order_step w WHERE w.contract_id = q.contract_id AND w.order_id = q.id) z
    WHERE q.contract_id = c.contract_id AND q.purpose = 'INSURER' AND q.item_id = c.id) o;
