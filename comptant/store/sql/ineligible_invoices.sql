-- One row per open invoice and reason for which a part of it is not fundable: the disputed part and
-- the retention by
-- themselves, the rest by the first reason that takes the whole.
SELECT i.contract_id, i.buyer_id, i.id AS invoice_id, v.hold, v.cents AS ineligible_cents
FROM invoice i
CROSS JOIN LATERAL (
    SELECT least(i.ineligible_cents,
        coalesce(max((t.value)::bigint) FILTER (WHERE t.name = 'disputed_cents'),
        0)) AS disputed_cents,
        coalesce(max((t.value)::bigint) FILTER (WHERE t.name = 'retention_cents'),
            0) AS retention_cents
    FROM (
        SELECT DISTINCT ON (f.name) f.name, f.value FROM term f
        WHERE f.contract_id = i.contract_id AND f.subject = 'INVOICE' AND f.subject_id = i.id
            AND f.valid_from_on <= %(on)s
            AND (f.name = 'disputed_cents' AND i.holds ~ '\mdispute_partial\M'
                OR f.name = 'retention_cents' AND i.holds ~ '\mworks_retention\M')
        ORDER BY f.name, f.valid_from_on DESC, f.recorded_at DESC) t
) p
CROSS JOIN LATERAL (SELECT least(p.retention_cents,
    i.ineligible_cents - p.disputed_cents) AS cents) r
LEFT JOIN LATERAL (
    SELECT s.code FROM regexp_split_to_table(i.holds, ' ') WITH ORDINALITY s (code, place)
    WHERE s.code NOT IN ('', 'dispute_partial', 'works_retention') ORDER BY s.place LIMIT 1
) whole ON true
CROSS JOIN LATERAL (VALUES
    ('dispute_partial', p.disputed_cents), ('works_retention', r.cents),
    (coalesce(whole.code, i.hold, 'overdue'), i.ineligible_cents - p.disputed_cents - r.cents)
) v (hold, cents)
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0 AND i.ineligible_cents > 0
    AND v.cents > 0
ORDER BY i.id, v.hold
