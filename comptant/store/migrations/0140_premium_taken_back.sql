-- A premium whose entry two people have reversed is owed no more, and its year makes it up.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row: how a premium stands: the order that pays it, and the day on which it was paid. TAKEN_BACK: two people have reversed the
-- entry by which it was owed.
CREATE OR REPLACE FUNCTION premium_standing(of_premium bigint) RETURNS TABLE (premium_state text, order_id bigint, paid_on date)
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN d.paid_on IS NOT NULL OR o.paid_on IS NOT NULL THEN 'PAID' WHEN o.id IS NOT NULL THEN 'ORDERED'
        WHEN EXISTS (SELECT FROM premium m JOIN contract h ON h.is_house
            JOIN entry e ON e.contract_id = h.id AND e.reverses_id = m.entry_id WHERE m.id = of_premium) THEN 'TAKEN_BACK'
        ELSE 'DUE' END, o.id, coalesce(d.paid_on, o.paid_on)
    FROM (VALUES (1)) one
    LEFT JOIN premium_paid d ON d.premium_id = of_premium
    LEFT JOIN LATERAL (
        SELECT y.id, max(z.on_date) FILTER (WHERE z.step = 'EXECUTED') AS paid_on
        FROM contract h
        JOIN payment_order y ON y.contract_id = h.id AND y.purpose = 'PREMIUM' AND y.item_id = of_premium
        LEFT JOIN payment_order_step z ON z.contract_id = y.contract_id AND z.order_id = y.id
        WHERE h.is_house GROUP BY y.id
        HAVING count(*) FILTER (WHERE z.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
            - count(*) FILTER (WHERE z.step = 'REDEBITED') <= 0
        ORDER BY y.id DESC LIMIT 1) o ON true
$$;
-- What of a policy that is not done takes its cover: a premium not paid within its grace, a turnover not declared in time. One
-- row each: the first day without cover.
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
        (SELECT max(d.until_on) FROM turnover_declaration d WHERE d.policy_id = of_policy), day) q
    CROSS JOIN LATERAL policy_terms_on(of_policy, day) v
    WHERE q.until_on + (v.terms ->> 'turnover_days')::int < day
$$;
