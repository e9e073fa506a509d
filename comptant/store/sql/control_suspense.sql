-- One row per sum that nobody has explained by the end of a day: money received that waits, bank
-- debits to explain; as they were booked by then.
SELECT 'payment' AS what, y.id, CASE WHEN NOT k.is_house
    THEN k.number END AS contract_number, y.value_on,
    greatest(%(day)s - y.value_on, 0)::bigint AS age_days, y.currency,
        (-sum(m.amount_cents))::bigint AS amount_cents
FROM payment y
JOIN contract k ON k.id = y.contract_id
JOIN movement m ON m.contract_id = y.contract_id AND m.item_id = y.id AND m.account = 'UNAL'
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.entry_on <= %(day)s
GROUP BY y.id, k.id, y.value_on, y.currency HAVING sum(m.amount_cents) <> 0
UNION ALL
SELECT 'debit', NULL, NULL, s.value_on, greatest(%(day)s - s.value_on, 0)::bigint, s.currency,
    sum(s.amount_cents)::bigint
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
ORDER BY 5 DESC, 2
