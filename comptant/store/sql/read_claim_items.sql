-- One row per invoice of a claim: what it was when the claim was opened, its share of the
-- indemnity, and what is left of it now: assigned still, taken by the guarantee, given back since;
-- what its buyer contests of it.
SELECT t.claim_id, t.invoice_id, i.invoice_number, i.issued_on, i.due_on, i.currency, t.debt_cents,
    t.base_cents, t.insurable_cents, t.covered_cents, t.share_cents, t.had_cents, t.factor_cents,
    t.owed_cents, d.disputed_now_cents, n.credited_cents,
    i.open_cents AS assigned_cents, i.approved_cents,
    (coalesce(g.factor_open_cents, 0) + coalesce(o.factor_cents, 0))::bigint AS factor_open_cents,
    coalesce(g.factor_open_cents, 0) AS guarantee_open_cents,
    coalesce(g.client_open_cents, 0) AS client_open_cents,
    g.invoice_id IS NOT NULL AS is_guaranteed,
    r.back_cents, coalesce(o.is_shared, false) AS is_shared, coalesce(o.is_led, false) AS is_led,
    coalesce(o.share_cents, 0)::bigint AS other_share_cents, t.below_cents,
    coalesce(t.offered_cents, t.insurable_cents - t.below_cents) AS offered_cents,
    coalesce(nullif(o.owed_cents, 0), i.open_cents + coalesce(g.factor_open_cents
        + g.client_open_cents, 0) + r.back_cents)::bigint AS still_owed_cents
FROM claim_item t
JOIN claim c ON c.contract_id = t.contract_id AND c.id = t.claim_id
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
LEFT JOIN guarantee g ON g.contract_id = t.contract_id AND g.invoice_id = t.invoice_id
LEFT JOIN LATERAL (  -- of another policy's claim on the same invoice
    SELECT sum(x.factor_cents) AS factor_cents, max(x.owed_cents) AS owed_cents,
        bool_or(x.share_cents > 0) AS is_shared, sum(x.share_cents) AS share_cents,
        bool_or(x.claim_id < t.claim_id AND NOT x.is_dropped) AS is_led
    FROM claim_item x WHERE x.contract_id = t.contract_id AND x.invoice_id = t.invoice_id
        AND x.claim_id <> t.claim_id
) o ON true
CROSS JOIN LATERAL (
    SELECT coalesce(-sum(m.amount_cents), 0)::bigint AS back_cents FROM movement m
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event = 'reassignment' AND e.act_id > c.act_id
    WHERE m.contract_id = t.contract_id AND m.item_id = t.invoice_id AND m.account = 'DEB'
) r
CROSS JOIN LATERAL contested_of(t.contract_id, t.invoice_id, NULL) d
CROSS JOIN LATERAL (  -- a dispute that a credit note ended since the insurer decided brings nothing
    SELECT coalesce(-sum(q.amount_cents), 0)::bigint AS credited_cents
    FROM dispute e
    JOIN dispute_step q ON q.contract_id = e.contract_id AND q.dispute_id = e.id
        AND q.kind = 'CREDITED'
    WHERE e.contract_id = t.contract_id AND e.invoice_id = t.invoice_id AND q.id > (
        SELECT min(s.id) FROM claim_step_now s WHERE s.contract_id = t.contract_id
            AND s.claim_id = t.claim_id AND s.step = 'ACCEPTED')
) n
WHERE t.contract_id = %(contract_id)s AND t.claim_id = %(id)s
ORDER BY i.issued_on, t.invoice_id
