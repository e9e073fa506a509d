-- One row per entry by which a payment named has paid penalties, and penalty, of which something
-- has not been undone since.
SELECT a.contract_id, a.payment_id, coalesce(e.reverses_id, e.id) AS entry_id, p.id AS penalty_id,
    p.owner, p.currency, y.buyer_id, min(e.value_on) AS value_on,
    sum(-m.amount_cents)::bigint AS cents
FROM (SELECT DISTINCT * FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[])
    w (contract_id, payment_id)) a
JOIN payment y ON y.contract_id = a.contract_id AND y.id = a.payment_id
JOIN movement u ON u.contract_id = a.contract_id AND u.item_id = a.payment_id
    AND u.account = 'UNAL'
JOIN penalty p ON p.contract_id = a.contract_id AND p.id = u.against_id
JOIN movement m ON m.contract_id = a.contract_id AND m.item_id = p.id AND m.entry_id = u.entry_id
    AND m.account = 'PEN' AND m.against_id = a.payment_id
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
GROUP BY a.contract_id, a.payment_id, coalesce(e.reverses_id, e.id), p.id, p.owner, p.currency,
    y.buyer_id
HAVING sum(m.amount_cents) <> 0
ORDER BY a.contract_id, a.payment_id, 3, p.id
