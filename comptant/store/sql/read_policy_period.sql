-- One row: a policy's first period that is not done on a day, its terms of that day, the insurance
-- year it is of, what was kept of that year before and not taken back, and decisions on limits
-- since the last period that stands. `every`: which term says its months; `is_premium`: what was
-- billed is done, else what was declared.
SELECT p.id AS policy_id, p.policy_number, p.insurer_id, p.holder_id, h.kind AS holder_kind,
    p.currency, q.from_on, q.until_on, v.terms, y.year_on,
    coalesce((SELECT sum(m.premium_cents) FROM premium m CROSS JOIN LATERAL premium_standing(m.id) s
        WHERE m.policy_id = p.id AND m.year_on = y.year_on AND s.premium_state <> 'TAKEN_BACK'),
        0)::bigint AS premium_before_cents,
    (SELECT count(*) FROM policy_limit l JOIN act a ON a.id = l.act_id
        WHERE l.policy_id = p.id AND a.on_date BETWEEN least(q.from_on, coalesce((
            SELECT max(m.until_on) + 1 FROM premium m CROSS JOIN LATERAL premium_standing(m.id) s
            WHERE m.policy_id = p.id AND s.premium_state <> 'TAKEN_BACK'), p.from_on))
            AND q.until_on) AS limit_count
FROM policy p
JOIN party h ON h.id = p.holder_id
CROSS JOIN LATERAL policy_periods(p.id, %(every)s, CASE WHEN %(is_premium)s
    THEN (SELECT max(m.until_on) FROM premium m WHERE m.policy_id = p.id)
    ELSE (SELECT max(d.until_on) FROM turnover_declared d WHERE d.policy_id = p.id) END,
    %(on)s) q
CROSS JOIN LATERAL (SELECT insurance_year_on(p.from_on, q.until_on) AS year_on) y
CROSS JOIN LATERAL policy_terms_on(p.id, least(q.until_on, %(on)s)) v
WHERE p.id = %(policy_id)s
ORDER BY q.until_on LIMIT 1
