-- One row per entry that gave money of a payment asked for to an item, with what has not been taken
-- back since.
WITH asked AS (
    SELECT DISTINCT w.contract_id, w.payment_id
    FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
), entries AS (
    SELECT DISTINCT a.contract_id, a.payment_id, m.entry_id
    FROM asked a JOIN movement m ON m.contract_id = a.contract_id AND m.item_id = a.payment_id
        AND m.account = 'UNAL'
), items AS (
    SELECT DISTINCT n.contract_id, n.payment_id, m.item_id
    FROM entries n JOIN movement m ON m.contract_id = n.contract_id AND m.entry_id = n.entry_id
        AND m.account = 'DEB' AND m.against_id = n.payment_id
), pairs AS (
    SELECT t.contract_id, t.payment_id, coalesce(e.reverses_id, e.id) AS entry_id, m.item_id,
        (-sum(m.amount_cents))::bigint AS amount_cents
    FROM items t
    JOIN movement m ON m.contract_id = t.contract_id AND m.item_id = t.item_id AND m.account = 'DEB'
        AND m.against_id = t.payment_id
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    GROUP BY 1, 2, 3, 4 HAVING sum(m.amount_cents) <> 0
)
SELECT p.contract_id, p.payment_id, y.buyer_id AS payer_id, p.entry_id, e.value_on, e.act_id,
    p.item_id AS invoice_id, i.buyer_id,
    i.invoice_number, p.amount_cents,
    (SELECT min(g.account) FROM posting g
        WHERE g.contract_id = p.contract_id AND g.entry_id = p.entry_id
            AND g.account <> 'DEB') AS account
FROM pairs p
JOIN payment y ON y.contract_id = p.contract_id AND y.id = p.payment_id
JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.item_id
ORDER BY p.contract_id, p.payment_id, p.entry_id, p.item_id
