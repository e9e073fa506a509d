-- One row per open invoice that is late, disputed or of an insolvent buyer, and still financed as far as people have decided.
SELECT i.contract_id, i.id AS invoice_id, i.buyer_id, i.invoice_number, i.currency, i.due_on, i.open_cents,
    d.disputed_on, p.insolvent_on, %(on)s::date AS today_on
FROM unnest(%(contract_id)s::bigint[], %(overdue_cutoff_days)s::bigint[]) w (contract_id, cutoff_days)
JOIN invoice i ON i.contract_id = w.contract_id AND i.open_cents > 0
LEFT JOIN (
    SELECT x.contract_id, x.invoice_id, min(x.disputed_on) AS disputed_on
    FROM dispute x
    WHERE x.contract_id = ANY (%(contract_id)s::bigint[])
        AND (SELECT sum(s.amount_cents) FROM dispute_step s
            WHERE s.contract_id = x.contract_id AND s.dispute_id = x.id) > 0
    GROUP BY 1, 2
) d ON d.contract_id = i.contract_id AND d.invoice_id = i.id
LEFT JOIN (
    SELECT DISTINCT ON (t.subject_id) t.subject_id, nullif(t.value, 'null'::jsonb) #>> '{}' AS told
    FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.name = 'insolvent_on' AND t.valid_from_on <= %(on)s
    ORDER BY t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
) q ON q.subject_id = i.buyer_id
CROSS JOIN LATERAL (SELECT q.told::date AS insolvent_on) p
WHERE (%(on)s::date - i.due_on > w.cutoff_days OR d.disputed_on IS NOT NULL OR p.insolvent_on IS NOT NULL)
    AND NOT coalesce('defunded' = ANY (string_to_array(i.holds, ' ')), false)
ORDER BY i.contract_id, i.id
