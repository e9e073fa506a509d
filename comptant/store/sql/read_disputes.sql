-- One row per dispute of a contract (null: of every contract): what is left of it, and how it
-- stands.
SELECT d.id AS dispute_id, d.contract_id, k.number AS contract_number, d.invoice_id,
    i.invoice_number, i.currency,
    p.name AS buyer_name, d.code AS dispute_code, d.source AS dispute_source, d.disputed_on,
        %(on)s::date AS today_on,
    s.first_cents, s.dispute_cents, greatest(i.open_cents, 0) AS open_cents, o.disputable_cents,
    s.is_answered, s.is_credit_expected, n.defund_from_on, s.evidence
FROM dispute d
JOIN contract k ON k.id = d.contract_id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
CROSS JOIN LATERAL (
    SELECT sum(t.amount_cents)::bigint AS dispute_cents, bool_or(t.kind <> 'OPENED') AS is_answered,
        bool_or(t.kind = 'CREDIT_AGREED') AS is_credit_expected,
        (array_agg(t.amount_cents ORDER BY t.id))[1] AS first_cents,
        (array_agg(t.evidence ORDER BY t.id DESC))[1] AS evidence
    FROM dispute_step t WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id
        AND t.step_on <= %(on)s
) s
CROSS JOIN LATERAL (  -- what the older disputes of the invoice leave of what is open
    SELECT greatest(i.open_cents - b.disputed_cents, 0) AS disputable_cents
    FROM disputed_of(d.contract_id, d.invoice_id, d.id, %(on)s::date) b
) o
LEFT JOIN LATERAL (SELECT min(z.defund_from_on) AS defund_from_on FROM dispute_notice z
    WHERE z.contract_id = d.contract_id AND z.dispute_id = d.id
        AND z.noticed_on <= %(on)s) n ON true
WHERE (%(contract_id)s::bigint IS NULL OR d.contract_id = %(contract_id)s)
    AND d.disputed_on <= %(on)s
ORDER BY d.contract_id, d.id
