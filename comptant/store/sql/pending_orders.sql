-- One row: what has been asked for and is neither released nor refused yet.
SELECT coalesce(sum(o.amount_cents), 0)::bigint AS pending_cents, count(*) AS orders
FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND o.purpose IN ('DRAW', 'FORWARD') AND NOT EXISTS (
    SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND s.step IN ('RELEASED', 'REFUSED'))
