-- One row per order asked for that gives away money of an instrument that has come back unpaid,
-- wherever that money had been moved: the payment that it gives away.
WITH RECURSIVE origin AS (
    SELECT o.contract_id AS of_contract_id, o.item_id AS of_id, p.contract_id, p.id
    FROM unnest(%(contract_ids)s::bigint[], %(order_ids)s::bigint[]) w (contract_id, order_id)
    JOIN payment_order o ON o.contract_id = w.contract_id AND o.id = w.order_id
        AND o.purpose IN ('REFUND', 'RETURN', 'FORWARD')
    JOIN payment p ON p.contract_id = o.contract_id AND p.id = o.item_id AND p.bank_movement_id = 0
    UNION
    SELECT r.of_contract_id, r.of_id, n.contract_id, n.item_id
    FROM origin r
    JOIN movement m ON m.contract_id = r.contract_id AND m.item_id = r.id AND m.account = 'UNAL'
    JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
        AND e.event IN ('payment_moved_in', 'cash_moved_in')
    JOIN entry f ON f.act_id = e.act_id AND f.event IN ('payment_moved_out', 'cash_moved_out')
    JOIN movement n ON n.contract_id = f.contract_id AND n.item_id = m.against_id
        AND n.entry_id = f.id AND n.account = 'UNAL' AND n.against_id = r.id
)
SELECT DISTINCT r.of_contract_id AS contract_id, r.of_id AS payment_id
FROM origin r
JOIN instrument_step x ON x.contract_id = r.contract_id AND x.payment_id = r.id
    AND x.step = 'CREDITED'
JOIN instrument_step_now b ON b.contract_id = x.contract_id AND b.instrument_id = x.instrument_id
    AND b.step = 'RETURNED'
ORDER BY 1, 2
