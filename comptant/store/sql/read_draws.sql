-- One row per draw of a contract that the bank has executed and not given back, or that is under
-- way (no executed_on).
SELECT o.id AS order_id, o.amount_cents,
    max(s.on_date) FILTER (WHERE s.step = 'EXECUTED') AS executed_on,
    o.amount_cents = o.available_cents AS is_all
FROM payment_order o
LEFT JOIN payment_order_step_now s ON s.contract_id = o.contract_id AND s.order_id = o.id
WHERE o.contract_id = %(contract_id)s AND o.purpose = 'DRAW'
GROUP BY o.id, o.amount_cents, o.available_cents
HAVING NOT coalesce(bool_or(s.step IN ('REFUSED', 'REJECTED', 'RETURNED')), false)
ORDER BY o.id
