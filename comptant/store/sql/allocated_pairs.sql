-- One row per entry that gave money of a payment to an item, with what has not been taken back since.
WITH entries AS (
    SELECT DISTINCT entry_id FROM movement
    WHERE contract_id = %(contract_id)s AND item_id = %(payment_id)s AND account = 'UNAL'
), items AS (
    SELECT DISTINCT m.item_id FROM entries n JOIN movement m ON m.entry_id = n.entry_id
    WHERE m.contract_id = %(contract_id)s AND m.account = 'DEB' AND m.against_id = %(payment_id)s
), pairs AS (
    SELECT coalesce(e.reverses_id, e.id) AS entry_id, m.item_id, (-sum(m.amount_cents))::bigint AS amount_cents
    FROM items t
    JOIN movement m ON m.contract_id = %(contract_id)s AND m.item_id = t.item_id AND m.account = 'DEB'
        AND m.against_id = %(payment_id)s
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    GROUP BY 1, 2 HAVING sum(m.amount_cents) <> 0
)
SELECT p.entry_id, e.value_on, p.item_id AS invoice_id, i.buyer_id, i.invoice_number, p.amount_cents,
    (SELECT min(g.account) FROM posting g
        WHERE g.contract_id = %(contract_id)s AND g.entry_id = p.entry_id AND g.account <> 'DEB') AS account,
    (SELECT least(greatest(-sum(a.approved_cents), 0), abs(p.amount_cents))::bigint FROM movement a
        JOIN entry s ON s.contract_id = a.contract_id AND s.id = a.entry_id AND s.act_id = e.act_id
        WHERE a.contract_id = %(contract_id)s AND a.item_id = p.item_id) AS approved_lost_cents
FROM pairs p
JOIN entry e ON e.contract_id = %(contract_id)s AND e.id = p.entry_id
JOIN invoice i ON i.contract_id = %(contract_id)s AND i.id = p.item_id
ORDER BY p.entry_id, p.item_id
