-- One row per claim on debts of a buyer that failed, of a contract or of all, or one by its id:
-- what it is of, what its steps come to, and how it stands on a day.
SELECT c.id, c.claim_number, c.contract_id, k.number AS contract_number, c.buyer_id,
    b.name AS buyer_name, c.policy_id, p.policy_number, p.insurer_id, y.name AS insurer_name,
    c.currency, c.opened_on, c.paid_to, c.terms, x.indemnity_on, t.debt_cents, t.insurable_cents,
    t.covered_cents, s.accepted_cents, s.received_cents,
    s.recovered_since_cents, s.recovered_since_cents AS recovered_cents, s.cost_cents,
    s.lost_cents, s.other_borne_cents, t.below_cents, t.offered_cents, s.loss_base_cents,
    s.insurer_cents, s.insurer_cost_cents, s.factor_borne_cents,
    s.client_borne_cents, s.impaired_cents, s.decided_on, t.factor_cents, t.owed_cents,
    (s.due_cents + o.paid_cents)::bigint AS insurer_balance_cents,
    greatest(-s.due_cents - o.ordered_cents, 0)::bigint AS to_insurer_cents,
    greatest(s.share_due_cents + o.paid_cents, 0)::bigint AS share_back_cents, s.reference,
    s.is_accepted, s.is_refused, s.is_written_off, s.is_dropped, s.withheld_cents,
    w.year_on, w.delivered_on,
    CASE WHEN s.is_dropped THEN 'DROPPED' WHEN s.is_written_off THEN 'WRITTEN_OFF'
        WHEN s.is_refused THEN 'REFUSED'
        WHEN s.is_accepted AND s.received_cents >= s.accepted_cents THEN 'INDEMNIFIED'
        WHEN s.is_accepted THEN 'ACCEPTED' WHEN c.policy_id IS NULL THEN 'GUARANTEED'
        WHEN x.indemnity_on > %(on)s THEN 'WAITING' ELSE 'DUE' END AS claim_state
FROM claim c
JOIN contract k ON k.id = c.contract_id
JOIN buyer_shown b ON b.contract_id = c.contract_id AND b.id = c.buyer_id
LEFT JOIN policy p ON p.id = c.policy_id
LEFT JOIN party y ON y.id = p.insurer_id
LEFT JOIN claim_year w ON w.contract_id = c.contract_id AND w.claim_id = c.id
CROSS JOIN LATERAL (
    SELECT sum(i.debt_cents)::bigint AS debt_cents, sum(i.insurable_cents)::bigint
        AS insurable_cents, sum(i.covered_cents)::bigint AS covered_cents,
        sum(i.below_cents)::bigint AS below_cents,
        sum(coalesce(i.offered_cents, i.insurable_cents - i.below_cents))::bigint AS offered_cents,
        sum(i.factor_cents)::bigint AS factor_cents, sum(i.owed_cents)::bigint AS owed_cents,
        count(*) AS count
    FROM claim_item i WHERE i.contract_id = c.contract_id AND i.claim_id = c.id
) t
CROSS JOIN LATERAL (  -- a month after the last of its debts was admitted, where all are
    SELECT least(c.waiting_until_on, CASE WHEN count(*) = t.count
        THEN (max(e.step_on) + interval '1 month')::date END) AS indemnity_on
    FROM claim_item i
    JOIN cover_step_now e ON e.contract_id = i.contract_id AND e.policy_id = i.policy_id
        AND e.invoice_id = i.invoice_id AND e.step = 'ADMITTED'
    WHERE i.contract_id = c.contract_id AND i.claim_id = c.id
) x
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint
            AS accepted_cents,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0)::bigint
            AS received_cents,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECOVERED'), 0)::bigint
            AS recovered_since_cents,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'WRITTEN_OFF'), 0)::bigint
            AS lost_cents,
        coalesce(sum(e.other_cents), 0)::bigint AS other_borne_cents,
        coalesce(sum(e.cost_cents), 0)::bigint AS cost_cents,
        coalesce(sum(e.loss_base_cents), 0)::bigint AS loss_base_cents,
        coalesce(sum(e.withheld_cents), 0)::bigint AS withheld_cents,
        coalesce(sum(e.insurer_cents), 0)::bigint AS insurer_cents,
        coalesce(sum(e.impaired_cents), 0)::bigint AS impaired_cents,
        coalesce(sum(e.insurer_cost_cents), 0)::bigint AS insurer_cost_cents,
        coalesce(sum(e.due_cents), 0)::bigint AS due_cents,
        coalesce(sum(e.due_cents) FILTER (WHERE e.step IN ('RECOVERED', 'SHARE_BACK')), 0)::bigint
            AS share_due_cents,
        coalesce(sum(e.factor_cents) FILTER (WHERE e.step IN ('ACCEPTED', 'WRITTEN_OFF')),
            0)::bigint AS factor_borne_cents,
        coalesce(sum(e.client_cents) FILTER (WHERE e.step IN ('ACCEPTED', 'WRITTEN_OFF')),
            0)::bigint AS client_borne_cents,
        min(e.step_on) FILTER (WHERE e.step IN ('ACCEPTED', 'REFUSED')) AS decided_on,
        (array_agg(e.reference ORDER BY e.id DESC))[1] AS reference,
        coalesce(bool_or(e.step = 'ACCEPTED'), false) AS is_accepted,
        coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused,
        coalesce(bool_or(e.step = 'WRITTEN_OFF'), false) AS is_written_off,
        coalesce(bool_or(e.step = 'DROPPED'), false) AS is_dropped
    FROM claim_step_now e WHERE e.contract_id = c.contract_id AND e.claim_id = c.id
) s
CROSS JOIN LATERAL (  -- what orders have paid the insurer, or are to
    SELECT coalesce(sum(q.amount_cents) FILTER (WHERE NOT z.is_over), 0)::bigint AS ordered_cents,
        coalesce(sum(q.amount_cents * z.sign), 0)::bigint AS paid_cents
    FROM payment_order q
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(w.step IN ('REFUSED', 'REJECTED', 'RETURNED')), false) AS is_over,
            coalesce(sum(CASE WHEN w.step IN ('RELEASED', 'REDEBITED') THEN 1
                WHEN w.step IN ('REJECTED', 'RETURNED', 'RECREDITED') THEN -1 ELSE 0 END), 0)
                AS sign
        FROM payment_order_step w WHERE w.contract_id = q.contract_id AND w.order_id = q.id
    ) z
    WHERE q.contract_id = c.contract_id AND q.purpose = 'INSURER' AND q.item_id = c.id
) o
WHERE (%(contract_id)s::bigint IS NULL OR c.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR c.id = %(id)s)
ORDER BY c.id DESC
