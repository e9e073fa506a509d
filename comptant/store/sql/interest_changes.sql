-- One row per value date on which what bears interest changed: debit positive.
SELECT contract_id, currency, value_on, sum(amount_cents)::bigint AS amount_cents
FROM balance WHERE contract_id = %(contract_id)s AND account = ANY (%(accounts)s)
GROUP BY 1, 2, 3 HAVING sum(amount_cents) <> 0
