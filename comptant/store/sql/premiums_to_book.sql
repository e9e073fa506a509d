-- One row per period of premium of a policy that is over at the end of a day and not kept.
SELECT p.id AS policy_id, q.until_on FROM policy p
CROSS JOIN LATERAL policy_periods(p.id, 'premium_months',
    (SELECT max(m.until_on) FROM premium m WHERE m.policy_id = p.id), %(on)s) q
WHERE q.until_on <= %(on)s
ORDER BY p.id, q.until_on
