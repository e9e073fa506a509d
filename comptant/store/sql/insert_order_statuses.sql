-- One row per order of which this file had not spoken before: a bank's answer about a payment
-- order.
INSERT INTO order_status (contract_id, order_id, status, reason, told_on, digest, act_id)
SELECT w.contract_id, w.order_id, w.status, w.reason, %(on)s, %(digest)s, %(act_id)s
FROM unnest(%(contract_ids)s::bigint[], %(order_ids)s::bigint[], %(statuses)s::text[],
    %(reasons)s::text[])
    w (contract_id, order_id, status, reason)
WHERE NOT EXISTS (SELECT FROM order_status x
    WHERE x.contract_id = w.contract_id AND x.order_id = w.order_id AND x.digest = %(digest)s)
