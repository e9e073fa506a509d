-- One row per sum that nobody has explained by the end of a day: money received that waits, bank
-- debits to explain.
SELECT 'payment' AS what, y.id, CASE WHEN NOT k.is_house
    THEN k.number END AS contract_number, y.value_on,
    (%(day)s - y.value_on)::bigint AS age_days, y.currency,
        (-sum(m.amount_cents))::bigint AS amount_cents
FROM payment y
JOIN contract k ON k.id = y.contract_id
JOIN movement m ON m.contract_id = y.contract_id AND m.item_id = y.id AND m.account = 'UNAL'
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.entry_on <= %(day)s
GROUP BY y.id, k.id, y.value_on, y.currency HAVING sum(m.amount_cents) <> 0
UNION ALL
SELECT 'debit', NULL, NULL, b.value_on, (%(day)s - b.value_on)::bigint, b.currency,
    sum(b.amount_cents)::bigint
FROM balance b JOIN contract k ON k.id = b.contract_id AND k.is_house
WHERE b.account = 'SUSP' AND b.value_on <= %(day)s
GROUP BY b.value_on, b.currency HAVING sum(b.amount_cents) <> 0
ORDER BY 5 DESC, 2
