-- One row per order, of these, that lines of withdrawn statements had executed: how often.
SELECT contract_id, order_id, count(*) AS count FROM payment_order_step
WHERE step = 'UNEXECUTED' AND contract_id = ANY (%(contract_ids)s::bigint[])
    AND order_id = ANY (%(order_ids)s::bigint[])
GROUP BY contract_id, order_id ORDER BY order_id
