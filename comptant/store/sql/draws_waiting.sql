-- One row per draw of a contract that is asked for and not released yet.
SELECT o.id AS order_id, o.amount_cents FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND o.purpose IN ('DRAW', 'FORWARD', 'BALANCE')
    AND NOT EXISTS (
    SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND s.step IN ('RELEASED', 'REFUSED'))
ORDER BY o.id
