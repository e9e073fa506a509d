-- One row: the oldest payment order that has not come to its end, from one on; null where there is
-- none.
SELECT min(o.id) AS id FROM payment_order o
WHERE (o.id >= %(from_id)s OR (o.contract_id, o.id) IN (  -- under way again
        SELECT contract_id, order_id FROM payment_order_step WHERE step = 'UNEXECUTED'))
    AND NOT EXISTS (
    SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND s.step IN ('EXECUTED', 'REJECTED', 'RETURNED', 'REFUSED'))
