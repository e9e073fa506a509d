-- One row per invoice asked for (or of a buyer of one of them) and entry by which the guarantee has
-- taken of it: what is not given back of that, and the entry that left a share to the client.
WITH wanted AS (
    SELECT g.* FROM guarantee g
    WHERE g.contract_id = %(contract_id)s AND (g.invoice_id = ANY (%(ids)s::bigint[])
        OR %(is_whole_buyer)s AND g.buyer_id IN (SELECT o.buyer_id FROM guarantee o
            WHERE o.contract_id = g.contract_id AND o.invoice_id = ANY (%(ids)s::bigint[])))
)
SELECT w.contract_id, w.invoice_id, w.buyer_id, i.invoice_number, t.entry_id, e.value_on,
    t.taken_cents, w.guaranteed_cents, w.uncovered_cents, u.id AS uncovered_entry_id
FROM wanted w
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.invoice_id
CROSS JOIN LATERAL (
    SELECT coalesce(x.reverses_id, x.id) AS entry_id, -sum(m.amount_cents)::bigint AS taken_cents
    FROM movement m JOIN entry x ON x.contract_id = m.contract_id AND x.id = m.entry_id
        AND x.event = 'guarantee_taken'
    WHERE m.contract_id = w.contract_id AND m.item_id = w.invoice_id AND m.account = 'DEB'
    GROUP BY 1 HAVING sum(m.amount_cents) <> 0
) t
JOIN entry e ON e.contract_id = w.contract_id AND e.id = t.entry_id
LEFT JOIN entry u ON u.contract_id = e.contract_id AND u.act_id = e.act_id
    AND u.event = 'guarantee_uncovered' AND u.value_on = e.value_on AND u.reverses_id IS NULL
WHERE w.contract_id = %(contract_id)s
ORDER BY w.invoice_id, t.entry_id
