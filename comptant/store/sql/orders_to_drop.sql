-- One row per order that would give away money of a payment asked for and has not gone to the bank:
-- it waits for its release, or for a file, or its file was put aside; with the steps it has taken.
SELECT o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id, s.steps
FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
JOIN payment_order o ON o.contract_id = w.contract_id AND o.item_id = w.payment_id
    AND o.purpose IN ('REFUND', 'RETURN', 'FORWARD')
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(t.step), '{}') AS steps,
        count(*) FILTER (WHERE t.step = 'SENT') - count(*) FILTER (WHERE t.step = 'UNSENT')
            AS living_files
    FROM payment_order_step_now t WHERE t.contract_id = o.contract_id AND t.order_id = o.id) s
WHERE NOT s.steps && '{REFUSED,EXECUTED,REJECTED,RETURNED}' AND s.living_files = 0
ORDER BY o.contract_id, o.id
