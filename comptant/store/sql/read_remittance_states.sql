-- One row per state of the lines of a remittance, the worst first: how many lines are in it.
SELECT state, count(*) AS line_count FROM (
    SELECT CASE WHEN i.amount_cents < 0 THEN 'CREDIT_NOTE' WHEN i.hold IS NOT NULL
        THEN 'NOT_FUNDABLE' ELSE 'ACCEPTED' END AS state,
        CASE WHEN i.amount_cents < 0 THEN 3 WHEN i.hold IS NOT NULL THEN 2 ELSE 4 END AS place
    FROM invoice i WHERE i.contract_id = %(contract_id)s AND i.remittance_id = %(id)s
    UNION ALL
    SELECT 'REFUSED', 1 FROM refused_line l WHERE l.contract_id = %(contract_id)s
        AND l.remittance_id = %(id)s
) lines
GROUP BY state, place
ORDER BY place
