-- One row: the oldest payment order that has not come to its end, from one on, or that a withdrawn
-- statement has put under way again; null where there is none.
SELECT min(w.id) AS id FROM (
    SELECT o.contract_id, o.id FROM payment_order o WHERE o.id >= %(from_id)s
    UNION ALL
    SELECT o.contract_id, o.id FROM payment_order_step u
    JOIN payment_order o ON o.contract_id = u.contract_id AND o.id = u.order_id
    WHERE u.step = 'UNEXECUTED'
) w
WHERE NOT EXISTS (
    SELECT FROM payment_order_step_now s WHERE s.contract_id = w.contract_id AND s.order_id = w.id
        AND s.step IN ('EXECUTED', 'REJECTED', 'RETURNED', 'REFUSED'))
