-- One row: the last decision of an insurer on a buyer under a policy, whenever it counts from.
SELECT decision, amount_cents, valid_from_on, until_on FROM policy_limit
WHERE policy_id = %(policy_id)s AND buyer_id = %(buyer_id)s
ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
