-- One row per exposure of a contract or of all, on a day: with recourse the client's, with what he
-- has had; without, each buyer's, with what is approved, or taken by our guarantee. What is late is
-- the obligor's, of all contracts in a currency (art. 178); how long what is past due has been
-- material is counted back over the last 91 days.
WITH k AS (
    SELECT k.id, k.number, k.client_id, k.currency, coalesce((SELECT value FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND name = 'has_recourse' AND valid_from_on <= %(on)s
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) <> 'false', true) AS has_recourse,
        (SELECT value #>> '{}' FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND name = 'status' AND valid_from_on <= %(on)s
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) AS status,
        greatest((SELECT coalesce(sum(e.outstanding_cents - e.unapplied_credit_cents
            - e.unallocated_cash_cents), 0) FROM exposure e WHERE e.contract_id = k.id)
            + (SELECT coalesce(sum(b.amount_cents), 0) FROM balance b
            WHERE b.contract_id = k.id AND b.account IN ('CCA', 'FDG')), 0)::bigint AS in_use_cents
    FROM contract k
    WHERE NOT k.is_house AND reading_for_factor()
        AND (%(contract_id)s::bigint IS NULL OR k.id = %(contract_id)s
        OR k.client_id = (SELECT client_id FROM contract WHERE id = %(contract_id)s)
        OR k.id IN (SELECT b.contract_id FROM contract_buyer a
            JOIN contract_buyer b ON b.buyer_id = a.buyer_id WHERE a.contract_id = %(contract_id)s))
), buyers AS (
    SELECT k.id AS contract_id, b.buyer_id, coalesce(e.approved_cents, 0) AS approved_cents,
        coalesce(g.cents, 0) + coalesce(t.cents, 0) AS taken_cents,
        sum(coalesce(e.approved_cents, 0)) OVER (PARTITION BY k.id) AS approved_in_all_cents
    FROM k JOIN contract_buyer b ON b.contract_id = k.id
    LEFT JOIN LATERAL (SELECT sum(x.approved_cents) AS approved_cents FROM exposure x
        WHERE x.contract_id = k.id AND x.buyer_id = b.buyer_id) e ON true
    LEFT JOIN LATERAL (SELECT sum(x.factor_open_cents) AS cents FROM guarantee x
        WHERE x.contract_id = k.id AND x.buyer_id = b.buyer_id) g ON true
    LEFT JOIN LATERAL (SELECT sum(x.factor_cents) AS cents FROM claim_item x
        WHERE x.contract_id = k.id AND x.buyer_id = b.buyer_id) t ON true
    WHERE NOT k.has_recourse
), all_owed AS (
    SELECT k.id AS contract_id, k.client_id AS party_id, 'CLIENT' AS counterparty,
        k.in_use_cents AS ead_cents
    FROM k WHERE k.has_recourse
    UNION ALL  -- no more of a buyer than was paid out on what is approved of him
    SELECT b.contract_id, b.buyer_id, 'BUYER', (least(b.approved_cents,
        CASE WHEN b.approved_in_all_cents = 0 THEN 0
            ELSE round(k.in_use_cents * b.approved_cents / b.approved_in_all_cents) END)
        + b.taken_cents)::bigint
    FROM buyers b JOIN k ON k.id = b.contract_id
), owed AS (  -- of whom owes on the contract asked for
    SELECT o.*, k.currency, sum(o.ead_cents) OVER w AS obligor_cents
    FROM all_owed o JOIN k ON k.id = o.contract_id
    WHERE o.ead_cents > 0 AND (%(contract_id)s::bigint IS NULL OR o.party_id IN (
        SELECT party_id FROM all_owed WHERE contract_id = %(contract_id)s AND ead_cents > 0))
    WINDOW w AS (PARTITION BY o.party_id, o.counterparty, k.currency)
), days AS (
    SELECT o.party_id, o.currency, d.day::date AS day, coalesce(sum(v.cents), 0) AS cents
    FROM owed o
    JOIN invoice i ON i.contract_id = o.contract_id AND i.buyer_id = o.party_id
        AND i.amount_cents > 0 AND i.due_on < %(on)s
    CROSS JOIN generate_series(%(on)s::date - 90, %(on)s::date, interval '1 day') d (day)
    CROSS JOIN LATERAL (SELECT greatest(sum(m.amount_cents), 0) AS cents FROM movement m
        JOIN entry n ON n.contract_id = m.contract_id AND n.id = m.entry_id
        WHERE m.contract_id = i.contract_id AND m.item_id = i.id AND m.account IN ('DEB', 'DEBD')
            AND n.entry_on <= d.day) v
    WHERE o.counterparty = 'BUYER' AND i.due_on < d.day::date
    GROUP BY o.party_id, o.currency, d.day
), told AS (
SELECT o.contract_id, k.number AS contract_number, o.party_id, p.name AS party_name,
    o.counterparty, k.currency, o.ead_cents, o.obligor_cents::bigint AS obligor_cents,
    p.kind = 'CONSUMER' AS is_retail,
    coalesce(r.days, 1)::bigint AS remaining_days,
    coalesce(max(l.days) OVER w, 0)::bigint AS late_days,
    coalesce(l.cents, 0)::bigint AS late_cents,
    CASE o.counterparty WHEN 'CLIENT' THEN coalesce(sum(v.over_advance_cents) OVER w, 0)
        ELSE coalesce(sum(l.cents) OVER w, 0) END::bigint AS past_due_cents,
    CASE o.counterparty WHEN 'CLIENT' THEN coalesce(max(%(on)s::date - v.since_on) OVER w, 0)
        ELSE 0 END::bigint AS over_advanced_days,
    (SELECT array_agg(x.cents::bigint ORDER BY x.day DESC) FROM days x
        WHERE x.party_id = o.party_id AND x.currency = o.currency) AS past_cents,
    coalesce(f.insolvent_on <= %(on)s, false) AS is_insolvent,
    k.status = 'WATCH' OR s.is_stopped OR z.is_cut AS is_watched
FROM owed o
JOIN k ON k.id = o.contract_id
JOIN party p ON p.id = o.party_id
LEFT JOIN LATERAL (SELECT max(i.due_on) - %(on)s::date AS days FROM invoice i
    WHERE i.contract_id = o.contract_id AND i.open_cents > 0
        AND (o.counterparty = 'CLIENT' OR i.buyer_id = o.party_id)) r ON true
LEFT JOIN LATERAL (SELECT %(on)s::date - min(i.due_on) AS days, sum(i.open_cents
        + coalesce(g.factor_open_cents + g.client_open_cents, 0)) AS cents FROM invoice i
    LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
    WHERE o.counterparty = 'BUYER' AND i.contract_id = o.contract_id AND i.buyer_id = o.party_id
        AND i.due_on < %(on)s AND i.amount_cents > 0
        AND (i.open_cents > 0 OR g.factor_open_cents + g.client_open_cents > 0)) l ON true
LEFT JOIN LATERAL (  -- since the last close that did not find the client beyond his advances
    SELECT min(a.day) AS since_on, (array_agg((x ->> 'over_advance_cents')::bigint
        ORDER BY a.day DESC))[1] AS over_advance_cents
    FROM day_close a
    CROSS JOIN LATERAL jsonb_array_elements(a.report #> '{to_look_at,over_advances,rows}') x
    WHERE o.counterparty = 'CLIENT' AND x ->> 'contract_number' = k.number
        AND a.day BETWEEN %(on)s::date - 120 AND %(on)s::date
        AND a.day > coalesce((SELECT max(z.day) FROM day_close z
            WHERE z.day BETWEEN %(on)s::date - 120 AND %(on)s::date
                AND NOT z.report #> '{to_look_at,over_advances,rows}'
                    @> jsonb_build_array(jsonb_build_object('contract_number', k.number))),
            '-infinity')) v ON true
LEFT JOIN LATERAL (SELECT (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on FROM term
    WHERE contract_id = 0 AND subject = 'PARTY' AND subject_id = o.party_id
        AND name = 'insolvent_on' AND valid_from_on <= %(on)s
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) f ON true
CROSS JOIN LATERAL (SELECT coalesce(bool_or(x.value <> 'null'), false) AS is_stopped FROM (
    SELECT DISTINCT ON (name) value FROM term
    WHERE contract_id = o.contract_id AND subject = 'BUYER' AND subject_id = o.party_id
        AND name = 'insurer_stop_on' AND valid_from_on <= %(on)s
    ORDER BY name, valid_from_on DESC, recorded_at DESC) x) s
CROSS JOIN LATERAL (  -- an insurer has lowered or ended its limit on the buyer, or we ours
    SELECT o.counterparty = 'BUYER' AND (EXISTS (SELECT FROM (
        SELECT DISTINCT ON (y.policy_id) y.decision FROM policy_limit y
        WHERE y.buyer_id = o.party_id AND y.valid_from_on <= %(on)s
        ORDER BY y.policy_id, y.valid_from_on DESC, y.recorded_at DESC) last
        WHERE last.decision IN ('REDUCED', 'CANCELLED')) OR EXISTS (
        SELECT FROM ceiling y CROSS JOIN LATERAL (SELECT value FROM term
            WHERE contract_id = 0 AND subject = 'CEILING' AND subject_id = y.id
                AND name = 'amount_cents' AND valid_from_on <= %(on)s
            ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) t
        WHERE y.party_id = o.party_id AND t.value = '0'::jsonb
            AND (y.scope = 'CONTRACT_BUYER' AND y.contract_id = o.contract_id
                OR y.scope = 'BUYER' AND y.currency = o.currency))) AS is_cut) z
WINDOW w AS (PARTITION BY o.party_id, o.counterparty, o.currency)
)
SELECT * FROM told WHERE %(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s
ORDER BY contract_number, counterparty, party_id
