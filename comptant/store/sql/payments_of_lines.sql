-- One row per payment that came by one of these lines of a statement; `is_going`: it is being sent
-- back.
SELECT y.contract_id, y.id, y.bank_movement_id, y.amount_cents, y.open_cents, y.act_id,
    EXISTS (SELECT FROM payment_order o WHERE o.contract_id = y.contract_id AND o.item_id = y.id
        AND NOT EXISTS (
        SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('REFUSED', 'REJECTED', 'RETURNED'))) AS is_going
FROM payment y WHERE y.bank_movement_id = ANY (%(movement_ids)s::bigint[])
ORDER BY y.contract_id, y.id
