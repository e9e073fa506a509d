-- One row per policy whose cover has lapsed on a day as a whole: since when.
SELECT p.id AS policy_id, min(x.lapsed_on) AS lapsed_on
FROM policy p CROSS JOIN LATERAL policy_lapses(p.id, %(on)s) x
GROUP BY p.id ORDER BY p.id
