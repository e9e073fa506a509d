-- One row per purchase order of the contracts asked for on which something is still owed past its
-- day and the days of grace.
SELECT o.contract_id, o.id AS purchase_order_id, o.order_owed_cents
FROM unnest(%(contract_id)s::bigint[], %(order_grace_days)s::bigint[]) w (contract_id,
    order_grace_days)
JOIN purchase_order_now o ON o.contract_id = w.contract_id
    AND o.expected_on + w.order_grace_days::int <= %(on)s
WHERE o.order_owed_cents > 0
ORDER BY o.contract_id, o.id
