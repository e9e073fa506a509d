-- One row per order that gave money of a payment back and of which a claim stands, by the event
-- that made it; `left_cents`: what its buyer owes still of all claims of that payment.
SELECT w.contract_id, w.payment_id, w.order_id AS of_id, p.currency, e.event,
    (-sum(m.amount_cents))::bigint AS cents, max(e.value_on) AS value_on,
    (SELECT coalesce(sum(d.amount_cents), 0) FROM movement d WHERE d.contract_id = w.contract_id
        AND d.item_id = w.payment_id AND d.account = 'DEBD')::bigint AS left_cents
FROM unnest(%(contract_id)s::bigint[], %(order_id)s::bigint[],
    %(payment_id)s::bigint[]) w (contract_id, order_id, payment_id)
JOIN payment p ON p.contract_id = w.contract_id AND p.id = w.payment_id
JOIN movement m ON m.contract_id = w.contract_id AND m.item_id = w.payment_id
    AND m.account = 'UNAL' AND m.against_id = w.order_id
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    AND e.event IN ('surplus_charged', 'surplus_claimed')
GROUP BY w.contract_id, w.payment_id, w.order_id, p.currency, e.event
HAVING sum(m.amount_cents) < 0
ORDER BY w.contract_id, w.order_id
