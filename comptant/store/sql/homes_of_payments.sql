-- One row per sum that money of a payment asked for has become by being moved, through however many
-- homes, itself included: `first_contract_id`, `first_id` the payment asked for.
WITH RECURSIVE home AS (
    SELECT w.contract_id AS first_contract_id, w.payment_id AS first_id, w.contract_id,
        w.payment_id
    FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
    UNION
    SELECT h.first_contract_id, h.first_id, n.contract_id, n.item_id
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
SELECT h.first_contract_id, h.first_id, h.contract_id, h.payment_id, k.is_house,
    k.number AS contract_number
FROM home h
JOIN contract k ON k.id = h.contract_id
ORDER BY h.first_contract_id, h.first_id, h.contract_id, h.payment_id
