-- One row per order by which an entry sent money on to the client, and that has not failed: whether
-- it is released.
SELECT o.id AS order_id, o.item_id AS payment_id, coalesce(s.is_released, false) AS is_released
FROM entry e
JOIN payment_order o ON o.contract_id = e.contract_id AND o.act_id = e.act_id
    AND o.purpose = 'FORWARD'
CROSS JOIN LATERAL (
    SELECT bool_or(step = 'RELEASED') AS is_released,
        count(*) FILTER (WHERE step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
            - count(*) FILTER (WHERE step = 'REDEBITED') AS failed_count
    FROM payment_order_step t WHERE t.contract_id = o.contract_id AND t.order_id = o.id) s
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s AND s.failed_count = 0
ORDER BY o.id
