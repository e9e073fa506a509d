-- One row per payment that had come by a day and waits still: all of nobody's, and what has waited
-- in a contract since before another day. The oldest first.
SELECT 'payment' AS what, y.id, CASE WHEN NOT k.is_house THEN k.number END AS contract_number,
    y.value_on, (%(day)s - y.value_on)::bigint AS age_days, y.currency,
    y.open_cents AS amount_cents
FROM payment y JOIN contract k ON k.id = y.contract_id
WHERE y.open_cents > 0 AND y.value_on <= %(day)s
    AND (k.is_house OR y.value_on < %(before_on)s)
ORDER BY y.value_on, y.id
