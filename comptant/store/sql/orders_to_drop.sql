-- One row per order that would give away money of a payment asked for, and waits for its release.
SELECT o.contract_id, o.id AS order_id
FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
JOIN payment_order o ON o.contract_id = w.contract_id AND o.item_id = w.payment_id
    AND o.purpose IN ('REFUND', 'FORWARD')
WHERE NOT EXISTS (SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id
    AND s.order_id = o.id)
ORDER BY o.contract_id, o.id
