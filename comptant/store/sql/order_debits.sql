-- One row per order that a step debited where its money came from, with the value date of that.
SELECT s.order_id, e.value_on
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, order_id)
JOIN payment_order_step s ON s.contract_id = w.contract_id AND s.order_id = w.order_id AND s.step = %(step)s
JOIN entry e ON e.contract_id = s.contract_id AND e.id = s.entry_id
