-- One row per invoice of a contract: when it came, what was promised, its advance and when it
-- became fundable, when it was paid.
SELECT i.id, i.invoice_number, i.currency, i.amount_cents, r.received_at, r.promised_at,
    (r.received_at AT TIME ZONE 'Europe/Paris')::date AS received_on,
        (r.promised_at AT TIME ZONE 'Europe/Paris')::date AS promised_on,
    m.entry_id AS fundable_at_id, CASE WHEN i.open_cents = 0
        THEN (SELECT max(l.entry_id) FROM movement l
        WHERE l.contract_id = i.contract_id AND l.item_id = i.id
            AND l.amount_cents < 0) END AS closed_at_id,
    coalesce(trunc(m.approved_cents::numeric * coalesce((SELECT (t.value)::bigint FROM term t
        WHERE t.contract_id = i.contract_id AND t.subject = 'CONTRACT'
            AND t.subject_id = i.contract_id
            AND t.name = 'advance_' || lower(i.advance_class) || '_ppm'
                AND t.valid_from_on <= r.posted_on
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0) / 1000000),
            0)::bigint AS advance_cents
FROM invoice i
LEFT JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
LEFT JOIN LATERAL (
    SELECT entry_id, approved_cents FROM movement
    WHERE contract_id = i.contract_id AND item_id = i.id AND approved_cents > 0
    ORDER BY entry_id LIMIT 1
) m ON true
WHERE i.contract_id = %(contract_id)s AND i.amount_cents > 0
ORDER BY i.id
