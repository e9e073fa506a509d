-- One row: what has left to the client of a contract, or is in a payment file, after an instant:
-- asked for since, or executed on a later day.
SELECT coalesce(sum(o.amount_cents), 0)::bigint AS paid_since_cents
FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND o.purpose IN ('DRAW', 'BALANCE', 'FORWARD')
    AND EXISTS (SELECT FROM payment_order_step s
        WHERE s.contract_id = o.contract_id AND s.order_id = o.id AND s.step = 'RELEASED'
            AND (o.prepared_at >= %(served_at)s
                OR s.on_date > (%(served_at)s::timestamptz AT TIME ZONE 'Europe/Paris')::date))
    AND EXISTS (SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id
        AND s.order_id = o.id AND (s.step = 'EXECUTED' OR (s.step = 'SENT' AND NOT EXISTS (
            SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
                AND u.order_id = s.order_id
                AND u.step = 'UNSENT' AND u.file_number = s.file_number))))
