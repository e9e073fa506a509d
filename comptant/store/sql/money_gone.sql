-- One row per way by which money of a payment asked for has gone, and is not back nor claimed:
-- `of_id` the order that gave it back, the entry that credited it to the client, or the payment
-- whose claim it paid; the value date on which it went.
WITH asked AS (
    SELECT DISTINCT w.contract_id, w.payment_id
    FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
), moved AS (
    SELECT a.contract_id, a.payment_id, p.currency, e.id AS entry_id, e.value_on, e.event, w.way,
        CASE WHEN w.way IN ('FORWARD', 'REPAID') THEN coalesce(e.reverses_id, e.id)
            ELSE m.against_id END AS of_id, m.amount_cents
    FROM asked a
    JOIN payment p ON p.contract_id = a.contract_id AND p.id = a.payment_id
    JOIN movement m ON m.contract_id = a.contract_id AND m.item_id = a.payment_id
        AND m.account = 'UNAL'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    JOIN (VALUES ('unknown_returned', 'REFUND'), ('return_failed', 'REFUND'),
        ('return_debited_again', 'REFUND'), ('cash_to_client', 'FORWARD'),
        ('client_repayment', 'REPAID'), ('claim_paid', 'CLAIM'),
        ('surplus_charged', NULL), ('surplus_claimed', NULL)) w (event, way) ON w.event = e.event
)
SELECT contract_id, payment_id, currency, of_id, max(way) AS way,
    sum(amount_cents)::bigint AS cents,
    (array_agg(value_on ORDER BY entry_id DESC) FILTER (WHERE amount_cents > 0))[1] AS value_on
FROM moved
GROUP BY contract_id, payment_id, currency, of_id HAVING sum(amount_cents) <> 0
ORDER BY contract_id, payment_id, of_id
