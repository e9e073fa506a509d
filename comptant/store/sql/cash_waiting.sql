-- One row per payment that waited at the end of a day, by what was booked by then: all of nobody's,
-- and what has waited in a contract since before another day. The oldest first.
WITH later AS (  -- what was booked since
    SELECT m.contract_id, m.item_id, sum(m.amount_cents) AS cents
    FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
        AND m.account = 'UNAL'
        -- ids grow: only the newest spans are read
        AND m.entry_id >= (SELECT min(x.id) FROM entry x WHERE x.entry_on > %(day)s)
    WHERE e.entry_on > %(day)s GROUP BY m.contract_id, m.item_id
), candidates AS (
    SELECT contract_id, id FROM payment WHERE open_cents > 0
    UNION SELECT contract_id, item_id FROM later
), waiting AS (
    SELECT y.*, (y.open_cents + coalesce(l.cents, 0))::bigint AS waits_cents
    FROM candidates c
    JOIN payment y ON y.contract_id = c.contract_id AND y.id = c.id
    LEFT JOIN later l ON l.contract_id = y.contract_id AND l.item_id = y.id
)
SELECT 'payment' AS what, y.id, CASE WHEN NOT k.is_house THEN k.number END AS contract_number,
    y.value_on, greatest(%(day)s - y.value_on, 0)::bigint AS age_days, y.currency,
    y.waits_cents AS amount_cents
FROM waiting y JOIN contract k ON k.id = y.contract_id
WHERE y.waits_cents > 0 AND (k.is_house OR y.value_on < %(before_on)s)
ORDER BY y.value_on, y.id
