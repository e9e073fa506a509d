-- One row per claim of penalties of a buyer on a contract that is not paid yet, the oldest first.
SELECT p.id AS penalty_id, p.currency, p.open_cents FROM penalty p
WHERE p.contract_id = %(contract_id)s AND p.buyer_id = %(buyer_id)s AND p.open_cents > 0
ORDER BY p.id
LIMIT %(most)s
