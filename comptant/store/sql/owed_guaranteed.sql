-- One row: what a buyer still owes us of debts that the guarantee of a contract has taken.
SELECT coalesce(sum(factor_open_cents), 0)::bigint AS owed_cents FROM guarantee
WHERE contract_id = %(contract_id)s AND buyer_id = %(buyer_id)s
