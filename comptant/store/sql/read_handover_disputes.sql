-- One row per dispute of a contract of which something is left and still owed: what another factor
-- needs to hold it against its invoice.
SELECT d.id, i.invoice_number, i.issued_on, p.name AS buyer_name, d.code AS dispute_code,
    d.disputed_on, i.currency, least(s.left_cents, i.open_cents) AS disputed_cents,
    s.is_confirmed AS dispute_rest_confirmed, d.source, s.evidence
FROM dispute d
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id AND i.open_cents > 0
JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
CROSS JOIN LATERAL (
    SELECT sum(t.amount_cents)::bigint AS left_cents,
        bool_or(t.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED')) AS is_confirmed,
        (array_agg(t.evidence ORDER BY t.id DESC))[1] AS evidence
    FROM dispute_step t WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id
        AND t.step_on <= %(on)s
) s
WHERE d.contract_id = %(contract_id)s AND s.left_cents > 0
ORDER BY d.id
