-- One row per order that waits for a second person and is to give the same money back.
SELECT o.id FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND o.item_id = %(item_id)s
    AND o.purpose IN ('REFUND', 'RETURN') AND NOT EXISTS (
    SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND s.step IN ('RELEASED', 'REFUSED'))
