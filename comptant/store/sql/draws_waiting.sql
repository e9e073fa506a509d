-- One row per order of a contract that would pay the client, or a garnishment served later (ids),
-- and has not left us: asked for, or released and in no payment file.
SELECT o.id AS order_id, o.amount_cents FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND (o.purpose IN ('DRAW', 'FORWARD', 'BALANCE')
        OR o.purpose = 'GARNISHMENT' AND o.item_id = ANY (%(later)s::bigint[]))
    AND NOT EXISTS (SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id
        AND s.order_id = o.id
        AND (s.step IN ('REFUSED', 'EXECUTED', 'REJECTED', 'RETURNED')
            OR (s.step = 'SENT' AND NOT EXISTS (
            SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
                AND u.order_id = s.order_id
                AND u.step = 'UNSENT' AND u.file_number = s.file_number))))
ORDER BY o.id
