-- One row per claim that stands for money of a payment asked for: the payment (`item_id`) and what
-- it had gone by (`order_id`).
SELECT w.contract_id, w.payment_id AS item_id, m.against_id AS order_id
FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
JOIN movement m ON m.contract_id = w.contract_id AND m.item_id = w.payment_id AND m.account = 'UNAL'
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    AND e.event IN ('surplus_charged', 'surplus_claimed')
GROUP BY 1, 2, 3 HAVING sum(m.amount_cents) < 0
ORDER BY 1, 2, 3
