-- One row per invoice named: what was claimed of its penalties and not undone, what of it is in
-- dispute, and since when its buyer is insolvent.
SELECT i.id AS invoice_id, coalesce(c.penalty_cents, 0) AS penalty_cents,
    coalesce(c.indemnity_cents, 0) AS indemnity_cents, d.disputed_cents, (
        SELECT (nullif(t.value, 'null'::jsonb) #>> '{}')::date FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.name = 'insolvent_on'
            AND t.subject_id = i.buyer_id AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS insolvent_on
FROM invoice i
LEFT JOIN (
    SELECT invoice_id, sum(penalty_cents)::bigint AS penalty_cents,
        sum(indemnity_cents)::bigint AS indemnity_cents
    FROM penalty WHERE contract_id = %(contract_id)s AND NOT is_undone GROUP BY 1
) c ON c.invoice_id = i.id
CROSS JOIN LATERAL disputed_of(i.contract_id, i.id, NULL, NULL) d
WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(invoice_ids)s)
ORDER BY i.id
