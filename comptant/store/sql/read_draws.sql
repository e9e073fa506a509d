-- One row per draw of a contract that the bank has executed and not given back.
SELECT o.id AS order_id, o.amount_cents, s.on_date AS executed_on FROM payment_order o
JOIN payment_order_step s ON s.contract_id = o.contract_id AND s.order_id = o.id AND s.step = 'EXECUTED'
WHERE o.contract_id = %(contract_id)s AND o.purpose = 'DRAW' AND NOT EXISTS (
    SELECT FROM payment_order_step b WHERE b.contract_id = o.contract_id AND b.order_id = o.id AND b.step = 'RETURNED')
ORDER BY o.id
