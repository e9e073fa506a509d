-- One row per value date and currency: the bank debits of that day that nobody has explained by the
-- end of a day.
SELECT b.value_on, (%(day)s - b.value_on)::bigint AS age_days, b.currency,
    sum(b.amount_cents)::bigint AS amount_cents
FROM balance b JOIN contract k ON k.id = b.contract_id AND k.is_house
WHERE b.account = 'SUSP' AND b.value_on <= %(day)s
GROUP BY b.value_on, b.currency HAVING sum(b.amount_cents) <> 0
ORDER BY b.value_on, b.currency
