-- One row per sum that waits on a programme, of the buyer itself, oldest first; none of which an
-- order not yet released gives back.
SELECT p.contract_id, p.id AS payment_id, p.buyer_id, p.open_cents, p.value_on, p.bank_movement_id
FROM payment p
JOIN contract k ON k.id = p.contract_id AND k.client_id = p.buyer_id
WHERE p.contract_id = ANY (%(contract_ids)s::bigint[]) AND p.open_cents > 0
    AND p.currency = k.currency AND NOT EXISTS (
    SELECT FROM payment_order o WHERE o.contract_id = p.contract_id AND o.item_id = p.id
        AND o.purpose IN ('REFUND', 'RETURN')
        AND NOT EXISTS (SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id
            AND s.order_id = o.id
            AND s.step IN ('REFUSED', 'RELEASED')))
ORDER BY p.contract_id, p.id
