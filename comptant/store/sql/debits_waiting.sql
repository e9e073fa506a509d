-- One row per value date and currency: the bank debits that nobody had explained by the end of a
-- day, as they were booked by then.
SELECT s.value_on, greatest(%(day)s - s.value_on, 0)::bigint AS age_days, s.currency,
    sum(s.amount_cents)::bigint AS amount_cents
FROM (
    SELECT b.value_on, b.currency, b.amount_cents
    FROM balance b JOIN contract k ON k.id = b.contract_id AND k.is_house
    WHERE b.account = 'SUSP'
    UNION ALL  -- less what was booked since
    SELECT e.value_on, p.currency, -p.amount_cents
    FROM entry e JOIN contract k ON k.id = e.contract_id AND k.is_house
    JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id AND p.account = 'SUSP'
    WHERE e.entry_on > %(day)s
) s
GROUP BY s.value_on, s.currency HAVING sum(s.amount_cents) <> 0
ORDER BY s.value_on, s.currency
