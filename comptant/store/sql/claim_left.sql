-- One row per sum on a contract that money of an instrument has become, itself included, and of
-- which its buyer owes something still that was refunded before the instrument was unpaid.
WITH RECURSIVE home AS (
    SELECT x.contract_id, x.payment_id
    FROM contract k
    CROSS JOIN LATERAL (SELECT s.contract_id, s.payment_id FROM instrument_step s
        WHERE s.contract_id = k.id AND s.instrument_id = %(instrument_id)s
            AND s.step = 'CREDITED' LIMIT 1) x
    UNION
    SELECT n.contract_id, n.item_id
    FROM home h
    JOIN movement m ON m.contract_id = h.contract_id AND m.item_id = h.payment_id
        AND m.account = 'UNAL'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event IN ('payment_moved_out', 'cash_moved_out')
    -- the other side is of whatever contract: the act that moved it knows
    JOIN entry f ON f.act_id = e.act_id AND f.event IN ('payment_moved_in', 'cash_moved_in')
    JOIN movement n ON n.contract_id = f.contract_id AND n.item_id = m.against_id
        AND n.entry_id = f.id AND n.account = 'UNAL' AND n.against_id = h.payment_id
)
SELECT h.payment_id, p.buyer_id, sum(d.amount_cents)::bigint AS left_cents
FROM home h
JOIN payment p ON p.contract_id = h.contract_id AND p.id = h.payment_id
JOIN movement d ON d.contract_id = h.contract_id AND d.item_id = h.payment_id
    AND d.account = 'DEBD'
WHERE h.contract_id = %(contract_id)s
GROUP BY h.payment_id, p.buyer_id HAVING sum(d.amount_cents) > 0
ORDER BY h.payment_id
