-- One row per garnishment that stands and is the act told: of its creditor or instant, spelt alike.
SELECT g.reference
FROM garnishment g
CROSS JOIN LATERAL (SELECT
    regexp_replace(upper(g.reference), '[^[:alnum:]]', '', 'g') AS kept,
    regexp_replace(upper(%(reference)s), '[^[:alnum:]]', '', 'g') AS told) k
WHERE g.contract_id = ANY (%(ids)s) AND (g.buyer_id = 0 OR g.contract_id = %(contract_id)s)
    AND (g.creditor_id = %(creditor_id)s OR g.served_at = %(served_at)s)
    AND (g.reference = %(reference)s OR (k.kept = k.told AND k.told <> ''))
    AND NOT EXISTS (SELECT FROM garnishment_step s WHERE s.step = 'UNDONE'
        AND s.contract_id = g.contract_id AND s.garnishment_id = g.id)
ORDER BY g.id LIMIT 1
