-- One row per open invoice that is late, disputed or of an insolvent buyer, and still financed as
-- far as people have decided: not for a dispute that was there when a person refused to de-fund it.
WITH w AS (
    SELECT contract_id, cutoff_days
        FROM unnest(%(contract_id)s::bigint[], %(overdue_cutoff_days)s::bigint[]) w (contract_id,
        cutoff_days)
), refused AS (  -- `lapsed`: closed by the program, since it could not be done any more
    SELECT a.contract_id, n.invoice_id::bigint AS invoice_id, max(b.on_date) AS refused_on
    FROM approval a
    JOIN approval_decision d ON d.approval_id = a.id AND d.decision = 'REFUSED'
        AND d.reason <> ALL (%(lapsed)s::text[])
    JOIN act b ON b.id = d.act_id
    CROSS JOIN LATERAL jsonb_array_elements_text(a.arguments -> 'invoice_ids') n (invoice_id)
    WHERE a.kind = 'reallocation' AND a.contract_id = ANY (%(contract_id)s::bigint[])
        AND a.arguments ->> 'what' = 'defund'
    GROUP BY 1, 2
), disputed AS (
    SELECT x.contract_id, x.invoice_id, min(n.defund_from_on) AS defund_from_on
    FROM dispute x
    JOIN dispute_notice n ON n.contract_id = x.contract_id AND n.dispute_id = x.id
    LEFT JOIN refused r ON r.contract_id = x.contract_id AND r.invoice_id = x.invoice_id
    WHERE x.contract_id = ANY (%(contract_id)s::bigint[])
        AND (r.refused_on IS NULL OR x.disputed_on > r.refused_on)
        AND (SELECT sum(s.amount_cents) FROM dispute_step s
            WHERE s.contract_id = x.contract_id AND s.dispute_id = x.id) > 0
    GROUP BY 1, 2
), insolvent AS (
    SELECT subject_id AS buyer_id, insolvent_on FROM (
        SELECT DISTINCT ON (subject_id) subject_id,
            (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on
        FROM term
        WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on'
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
    ) latest WHERE insolvent_on IS NOT NULL
), found AS (  -- by due day, by dispute, by buyer: never by reading all that is open
    SELECT w.contract_id, i.id FROM w CROSS JOIN LATERAL (
        SELECT id FROM invoice WHERE contract_id = w.contract_id
            AND due_on < %(on)s::date - w.cutoff_days::int
            AND open_cents > 0 OFFSET 0) i
    UNION SELECT contract_id, invoice_id FROM disputed
    UNION SELECT i.contract_id, i.id FROM insolvent q
        JOIN contract_buyer k ON k.buyer_id = q.buyer_id
            AND k.contract_id = ANY (%(contract_id)s::bigint[])
        JOIN invoice i ON i.contract_id = k.contract_id AND i.buyer_id = k.buyer_id
            AND i.open_cents > 0
)
SELECT i.contract_id, i.id AS invoice_id, i.buyer_id, i.invoice_number, i.currency, i.due_on,
    i.open_cents,
    d.defund_from_on, q.insolvent_on, %(on)s::date AS today_on
FROM found f
CROSS JOIN LATERAL (SELECT * FROM invoice WHERE contract_id = f.contract_id
    AND id = f.id OFFSET 0) i
LEFT JOIN disputed d ON d.contract_id = i.contract_id AND d.invoice_id = i.id
LEFT JOIN insolvent q ON q.buyer_id = i.buyer_id
WHERE i.open_cents > 0 AND NOT coalesce('defunded' = ANY (string_to_array(i.holds, ' ')), false)
ORDER BY i.contract_id, i.id
