-- One row per thing to be done for a policy as a whole, or missed, with its last day: a premium to
-- be paid, a turnover to be declared, a limit that ends; what is lost first comes first.
WITH duties AS (
    SELECT p.id AS policy_id, 'PREMIUM' AS policy_duty, 0::bigint AS buyer_id, m.from_on,
        m.until_on, m.due_on AS act_by_on, m.total_cents AS amount_cents,
        m.due_on + (v.terms ->> 'premium_grace_days')::int + 1 AS lapses_on
    FROM premium m
    JOIN policy p ON p.id = m.policy_id
    CROSS JOIN LATERAL policy_terms_on(p.id, %(on)s) v
    CROSS JOIN LATERAL premium_standing(m.id) s
    WHERE s.premium_state IN ('DUE', 'ORDERED') AND m.until_on <= %(on)s
    UNION ALL
    SELECT p.id, 'TURNOVER', 0, q.from_on, q.until_on,
        q.until_on + (v.terms ->> 'turnover_days')::int, NULL,
        q.until_on + (v.terms ->> 'turnover_days')::int + 1
    FROM policy p
    CROSS JOIN LATERAL policy_periods(p.id, 'turnover_months', (SELECT max(d.until_on)
        FROM turnover_declared d WHERE d.policy_id = p.id), %(on)s) q
    CROSS JOIN LATERAL policy_terms_on(p.id, %(on)s) v
    UNION ALL
    SELECT l.policy_id, 'LIMIT', l.buyer_id, l.valid_from_on, l.until_on, l.until_on,
        l.amount_cents, l.until_on + 1
    FROM (SELECT DISTINCT ON (policy_id, buyer_id) * FROM policy_limit
        WHERE valid_from_on <= %(on)s
        ORDER BY policy_id, buyer_id, valid_from_on DESC, recorded_at DESC) l
    WHERE l.until_on BETWEEN %(on)s AND %(on)s::date + 30
)
SELECT d.policy_id, p.policy_number, i.name AS insurer_name, h.name AS holder_name, d.policy_duty,
    d.buyer_id, b.name AS buyer_name, p.currency, d.from_on, d.until_on, d.amount_cents,
    d.act_by_on, d.act_by_on - %(on)s::date AS cover_days_left_days, d.lapses_on
FROM duties d
JOIN policy p ON p.id = d.policy_id
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN party h ON h.id = p.holder_id
LEFT JOIN party b ON b.id = d.buyer_id
WHERE d.until_on < d.act_by_on OR d.policy_duty = 'LIMIT' OR d.until_on <= %(on)s
ORDER BY d.act_by_on, d.policy_id, d.policy_duty, d.until_on, d.buyer_id
