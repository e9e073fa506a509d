-- One row per order of the payment files asked for.
SELECT s.digest, o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id, o.end_to_end_reference
FROM document d JOIN payment_order_step s ON s.digest = d.digest AND s.step = 'SENT'
JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
WHERE d.digest = ANY (%(digests)s::bytea[])
ORDER BY o.id
