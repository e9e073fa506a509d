-- One row per invoice left short by a payment of which that was agreed: what of it is in hand or
-- promised; all of it where the payment is to the cent what one of the latest five reminders asked.
WITH short AS (
    SELECT s.contract_id, s.buyer_id, s.invoice_id, p.amount_cents, p.currency
    FROM unnest(%(contract_id)s::bigint[], %(payment_id)s::bigint[], %(buyer_id)s::bigint[],
        %(invoice_id)s::bigint[]) AS s (contract_id, payment_id, buyer_id, invoice_id)
    JOIN payment p ON p.contract_id = s.contract_id AND p.id = s.payment_id
), waits AS (  -- of accounts where something may be in hand, or is promised
    SELECT DISTINCT s.contract_id, s.buyer_id FROM short s
    WHERE EXISTS (SELECT FROM payment y WHERE y.contract_id IN (s.contract_id,
            (SELECT k.id FROM contract k WHERE k.is_house))
            AND y.buyer_id = s.buyer_id AND y.open_cents > 0)
        OR EXISTS (SELECT FROM invoice n WHERE n.contract_id = s.contract_id
            AND n.buyer_id = s.buyer_id AND n.open_cents < 0)
        OR EXISTS (SELECT FROM instrument x WHERE x.contract_id = s.contract_id
            AND x.buyer_id = s.buyer_id)
        OR EXISTS (SELECT FROM promise_line l WHERE l.contract_id = s.contract_id
            AND l.invoice_id = s.invoice_id)
        OR EXISTS (SELECT FROM expected_movement e WHERE e.buyer_id = s.buyer_id)
), asked AS MATERIALIZED (
    SELECT a.contract_id, a.invoice_id, a.in_hand_cents + a.promised_cents AS agreed_cents
    FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM waits),
        (SELECT array_agg(DISTINCT buyer_id) FROM waits), %(on)s::date) a
    WHERE EXISTS (SELECT FROM waits)
)
SELECT s.contract_id, s.invoice_id, max(CASE WHEN t.is_as_told THEN NULL
    ELSE coalesce(a.agreed_cents, 0) END)::bigint AS agreed_cents, bool_or(t.is_as_told)
    AS is_as_told
FROM short s
LEFT JOIN asked a ON a.contract_id = s.contract_id AND a.invoice_id = s.invoice_id
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM (SELECT m.told FROM reminder m WHERE m.contract_id = s.contract_id
        AND m.buyer_id = s.buyer_id AND m.currency = s.currency
        AND m.state IN ('SENT', 'DONE', 'UNKNOWN') ORDER BY m.id DESC LIMIT 5) r
    WHERE (SELECT sum((one->>'claimed_cents')::bigint) FROM jsonb_array_elements(r.told) one)
        = s.amount_cents AND r.told @> jsonb_build_array(
            jsonb_build_object('invoice_id', s.invoice_id))) AS is_as_told) t
WHERE t.is_as_told OR a.agreed_cents > 0
GROUP BY s.contract_id, s.invoice_id
ORDER BY s.contract_id, s.invoice_id
