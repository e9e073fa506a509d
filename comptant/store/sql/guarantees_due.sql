-- One row per invoice without recourse whose guarantee takes effect by a day: its buyer is
-- insolvent, or so late that the delay is over, days in dispute not counted. What is owed, or
-- approved, again of one that was taken before is taken from the day on which
-- that was told.
WITH w AS (
    SELECT * FROM unnest(%(contract_id)s::bigint[], %(guarantee_delay_days)s::bigint[],
        %(guaranteed_ppm)s::bigint[])
        w (contract_id, delay_days, guaranteed_ppm)
), insolvent AS (
    SELECT subject_id AS buyer_id, insolvent_on FROM (
        SELECT DISTINCT ON (subject_id) subject_id,
            (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on
        FROM term
        WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on'
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
    ) latest WHERE insolvent_on <= %(on)s
), found AS (  -- by due day and by buyer: never by reading all that is open
    SELECT w.contract_id, i.id FROM w CROSS JOIN LATERAL (
        SELECT id FROM invoice WHERE contract_id = w.contract_id
            AND due_on <= %(on)s::date - w.delay_days::int
            AND open_cents > 0 OFFSET 0) i
    UNION SELECT i.contract_id, i.id FROM insolvent q
        JOIN contract_buyer k ON k.buyer_id = q.buyer_id
            AND k.contract_id IN (SELECT contract_id FROM w)
        JOIN invoice i ON i.contract_id = k.contract_id AND i.buyer_id = k.buyer_id
            AND i.open_cents > 0
), each AS (
    SELECT i.contract_id, i.id AS invoice_id, i.buyer_id, i.approved_cents AS guaranteed_cents,
        again.before_cents, w.guaranteed_ppm,
        again.since_on, again.since_on IS NOT NULL AS is_again, q.insolvent_on,
        i.due_on + w.delay_days::int + d.days AS delayed_on, r.posted_on
    FROM found f JOIN w ON w.contract_id = f.contract_id
    CROSS JOIN LATERAL (SELECT * FROM invoice WHERE contract_id = f.contract_id
        AND id = f.id OFFSET 0) i
    JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
    LEFT JOIN insolvent q ON q.buyer_id = i.buyer_id
    CROSS JOIN LATERAL (  -- each day once, however many disputes it has
        SELECT coalesce((SELECT sum(upper(s) - lower(s)) FROM unnest(range_agg(x.days)) s),
            0)::int AS days,
            coalesce(bool_or(x.is_open), false) AS is_disputed
        FROM (SELECT daterange(greatest(min(t.step_on), i.due_on),
            greatest(max(t.step_on), i.due_on)) AS days,
                sum(t.amount_cents) > 0 AS is_open
            FROM dispute e JOIN dispute_step t ON t.contract_id = e.contract_id
                AND t.dispute_id = e.id
            WHERE e.contract_id = i.contract_id AND e.invoice_id = i.id GROUP BY e.id) x
    ) d
    LEFT JOIN LATERAL (
        SELECT coalesce(max(e.value_on), max(g.taken_on)) AS since_on,
            coalesce(max(g.guaranteed_cents), 0)::bigint AS before_cents FROM guarantee g
        LEFT JOIN movement m ON m.contract_id = g.contract_id AND m.item_id = g.invoice_id
            AND m.account = 'DEB' AND m.entry_id > coalesce(g.again_entry_id, g.entry_id)
            AND (m.amount_cents > 0 OR m.approved_cents > 0)
        LEFT JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        WHERE g.contract_id = i.contract_id AND g.invoice_id = i.id
    ) again ON true
    WHERE i.approved_cents > 0 AND i.open_cents > 0 AND NOT d.is_disputed
)
SELECT contract_id, invoice_id, buyer_id, guaranteed_cents,
    before_cents AS guaranteed_before_cents, guaranteed_ppm,
    greatest(least(insolvent_on, delayed_on), posted_on, since_on) AS value_on, is_again,
    CASE WHEN insolvent_on <= delayed_on THEN 'INSOLVENCY' ELSE 'DELAY' END AS guarantee_cause
FROM each WHERE least(insolvent_on, delayed_on) <= %(on)s
ORDER BY contract_id, invoice_id
