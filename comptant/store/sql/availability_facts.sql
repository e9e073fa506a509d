-- One row per contract: its balances of today (credit positive), what is asked for and not answered
-- yet, its lines, what people hold back.
SELECT k.id AS contract_id, coalesce(b.current_account_cents, 0) AS current_account_cents,
    coalesce(b.fund_balance_cents, 0) AS fund_balance_cents,
        coalesce(o.pending_cents, 0) AS pending_cents,
    own.cents AS own_line_cents, shared.cents AS line_allotment_cents,
    coalesce(h.dilution_cents, 0) AS dilution_reserve_cents,
        coalesce(h.manual_cents, 0) AS manual_reserve_cents,
    coalesce(claimed.cents, 0) AS claimed_by_factor_cents,
    coalesce(lost.cents, 0) AS written_off_cents,
    coalesce(seized.cents, 0) AS garnished_cents,
    coalesce(h.is_frozen, false) AS is_frozen
FROM contract k
LEFT JOIN LATERAL (
    SELECT (-sum(amount_cents) FILTER (WHERE account = 'CCA'))::bigint AS current_account_cents,
        (-sum(amount_cents) FILTER (WHERE account = 'FDG'))::bigint AS fund_balance_cents
    FROM balance WHERE contract_id = k.id AND account IN ('CCA', 'FDG')
) b ON true
LEFT JOIN LATERAL (
    SELECT sum(p.amount_cents)::bigint AS pending_cents FROM payment_order p
    WHERE p.contract_id = k.id AND p.purpose IN ('DRAW', 'FORWARD') AND NOT EXISTS (
        SELECT FROM payment_order_step s WHERE s.contract_id = p.contract_id AND s.order_id = p.id
            AND s.step IN ('RELEASED', 'REFUSED'))
) o ON true
LEFT JOIN LATERAL (
    SELECT (t.value)::bigint AS cents FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id
        AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_LINE' AND c.contract_id = k.id AND c.currency = k.currency
        AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
) own ON true
LEFT JOIN LATERAL (
    -- else what is in use, and no more
    SELECT min(coalesce((SELECT CASE WHEN NOT f.is_stale THEN f.amount_cents
            ELSE least(f.amount_cents, greatest(0,
                coalesce(o.pending_cents, 0) + (SELECT sum(u.amount_cents) FROM balance u
                WHERE u.contract_id = k.id AND u.account IN ('DEB', 'UNAL', 'CCA',
                    'FDG'))::bigint)) END
        FROM share_in_force(c.id, k.id, %(on)s) f), 0)) AS cents
    FROM (
        SELECT DISTINCT ON (group_id) group_id, is_member FROM group_member
        WHERE party_id = k.client_id AND valid_from_on <= %(on)s
        ORDER BY group_id, valid_from_on DESC, recorded_at DESC
    ) m
    JOIN ceiling c ON c.scope = 'CLIENT_GROUP_LINE' AND c.contract_id = 0
        AND c.party_id = m.group_id
        AND c.currency = k.currency
    WHERE m.is_member
) shared ON true
LEFT JOIN LATERAL (
    SELECT max((value)::bigint) FILTER (WHERE name = 'manual_reserve_cents') AS manual_cents,
        max((value)::bigint) FILTER (WHERE name = 'dilution_reserve_cents') AS dilution_cents,
        bool_or((value)::boolean) FILTER (WHERE name = 'is_funding_frozen') AS is_frozen
    FROM (
        SELECT DISTINCT ON (name) name, value FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND name IN ('manual_reserve_cents', 'dilution_reserve_cents', 'is_funding_frozen')
                AND valid_from_on <= %(on)s
        ORDER BY name, valid_from_on DESC, recorded_at DESC
    ) latest
) h ON true
LEFT JOIN LATERAL (  -- what waits of buyers that owe the factor, and is not owed to them
    SELECT sum(greatest(0, least(e.cash_cents, g.cents)
        - greatest(e.left_cents - e.ineligible_cents, 0)))::bigint AS cents
    FROM (SELECT buyer_id, sum(cents) AS cents FROM (
            SELECT buyer_id, factor_open_cents AS cents FROM guarantee
            WHERE contract_id = k.id AND factor_open_cents > 0
            UNION ALL  -- what comes of a claim is shared first
            SELECT buyer_id, owed_cents FROM claim_item
            WHERE contract_id = k.id AND owed_cents > 0) borne GROUP BY buyer_id) g
    CROSS JOIN LATERAL (SELECT sum(unallocated_cash_cents) AS cash_cents,
            sum(ineligible_cents) AS ineligible_cents,
            sum(unapplied_credit_cents + unallocated_cash_cents - reduction_cents) AS left_cents
        FROM exposure WHERE contract_id = k.id AND buyer_id = g.buyer_id
            AND currency = k.currency) e
) claimed ON true
LEFT JOIN LATERAL (SELECT sum(g.left_cents)::bigint AS cents FROM garnishment_left g
    WHERE g.contract_id = k.id) seized ON true
LEFT JOIN LATERAL (  -- what was written off and has not come in since
    SELECT sum(CASE r.step WHEN 'WRITTEN_OFF' THEN r.amount_cents
        WHEN 'REGAINED' THEN -r.amount_cents ELSE -r.of_loss_cents END)::bigint AS cents
    FROM recourse_step_now r WHERE r.contract_id = k.id
) lost ON true
WHERE k.id = ANY (%(ids)s::bigint[])
ORDER BY k.id
