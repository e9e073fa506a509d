-- One row per buyer and currency of a portfolio (null: all), what it owes: the largest first.
SELECT e.buyer_id, e.currency, sum(e.outstanding_cents)::bigint AS outstanding_cents
FROM exposure e
WHERE e.buyer_id <> 0 AND (%(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s)
GROUP BY e.buyer_id, e.currency HAVING sum(e.outstanding_cents) > 0
ORDER BY 3 DESC, 1, 2 LIMIT %(most)s
