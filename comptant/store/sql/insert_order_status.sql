-- One row, unless the same file said it before: a bank's answer about a payment order.
INSERT INTO order_status (contract_id, order_id, status, reason, told_on, digest, act_id)
SELECT %(contract_id)s, %(order_id)s, %(status)s, %(reason)s, %(on)s, %(digest)s, %(act_id)s
WHERE NOT EXISTS (SELECT FROM order_status WHERE contract_id = %(contract_id)s AND order_id = %(order_id)s AND digest = %(digest)s)
