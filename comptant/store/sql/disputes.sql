-- One row per dispute of some invoices, or of those named by their own ids: what is left of it, and
-- how it stands.
WITH asked AS (
    SELECT d.contract_id, d.id FROM unnest(%(contract_ids)s::bigint[],
        %(invoice_ids)s::bigint[]) AS a (contract_id, invoice_id)
    JOIN dispute d ON d.contract_id = a.contract_id AND d.invoice_id = a.invoice_id
    UNION
    SELECT d.contract_id, d.id FROM unnest(%(of_contracts)s::bigint[],
        %(dispute_ids)s::bigint[]) AS a (contract_id, dispute_id)
    JOIN dispute d ON d.contract_id = a.contract_id AND d.id = a.dispute_id
)
SELECT d.contract_id, d.id AS dispute_id, d.invoice_id, i.invoice_number, i.buyer_id,
    d.code AS dispute_code, d.source AS dispute_source, d.disputed_on,
    %(on)s::date AS today_on, s.dispute_cents, greatest(i.open_cents, 0) AS open_cents,
    o.disputable_cents, s.is_answered, s.is_credit_expected, n.defund_from_on, s.is_confirmed,
    s.answered_cents
FROM asked a
JOIN dispute d ON d.contract_id = a.contract_id AND d.id = a.id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
CROSS JOIN LATERAL (
    SELECT sum(t.amount_cents)::bigint AS dispute_cents, bool_or(t.kind <> 'OPENED') AS is_answered,
        bool_or(t.kind = 'CREDIT_AGREED') AS is_credit_expected,
        bool_or(t.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED')) AS is_confirmed,
        -- what somebody has said is no longer disputed; a further payment says so by itself
        coalesce(-sum(t.amount_cents) FILTER (WHERE t.kind IN ('SETTLED', 'CREDIT_AGREED')
            OR t.kind = 'REST_CONFIRMED'
                AND t.evidence <> ALL (%(of_payments)s::text[])), 0)::bigint
            AS answered_cents
    FROM dispute_step t WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id
) s
CROSS JOIN LATERAL (  -- what the older disputes of the invoice leave of what is open
    SELECT greatest(i.open_cents - b.disputed_cents, 0) AS disputable_cents
    FROM disputed_of(d.contract_id, d.invoice_id, d.id, NULL) b
) o
LEFT JOIN LATERAL (SELECT min(z.defund_from_on) AS defund_from_on FROM dispute_notice z
    WHERE z.contract_id = d.contract_id AND z.dispute_id = d.id
        AND z.noticed_on <= %(on)s) n ON true
ORDER BY d.contract_id, d.id
