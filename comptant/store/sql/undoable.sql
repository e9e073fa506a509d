-- One row per item that an entry moved, and item against it, of which something has not been undone
-- since: its invoice or payment.
SELECT e.contract_id, e.act_id, e.event, e.value_on, m.item_id, m.account, m.against_id,
    m.amount_cents, i.invoice_number,
    coalesce(i.buyer_id, y.buyer_id) AS buyer_id
FROM entry e
CROSS JOIN LATERAL (
    SELECT n.item_id, n.account, n.against_id, sum(n.amount_cents)::bigint AS amount_cents
    FROM entry x JOIN movement n ON n.contract_id = x.contract_id AND n.entry_id = x.id
    WHERE x.contract_id = e.contract_id AND (x.id = e.id OR x.reverses_id = e.id)
    GROUP BY 1, 2, 3 HAVING sum(n.amount_cents) <> 0
) m
LEFT JOIN invoice i ON i.contract_id = e.contract_id AND i.id = m.item_id
LEFT JOIN payment y ON y.contract_id = e.contract_id AND y.id = m.item_id
WHERE e.contract_id = %(contract_id)s AND e.id = %(entry_id)s AND e.reverses_id IS NULL
ORDER BY m.item_id, m.against_id
