-- One row per order of the payment files asked for, with the steps it has taken.
SELECT s.digest, o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id,
    o.end_to_end_reference,
    (SELECT array_agg(x.step) FROM payment_order_step_now x WHERE x.contract_id = o.contract_id
        AND x.order_id = o.id) AS steps
FROM document d JOIN payment_order_step_now s ON s.digest = d.digest AND s.step = 'SENT'
JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
WHERE d.digest = ANY (%(digests)s::bytea[])
ORDER BY o.id
