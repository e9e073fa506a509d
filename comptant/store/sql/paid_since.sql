-- One row: what has left to the client of a contract after an instant: asked for since, or executed
-- on a later day.
SELECT coalesce(sum(o.amount_cents), 0)::bigint AS paid_since_cents
FROM payment_order o
WHERE o.contract_id = %(contract_id)s AND o.purpose IN ('DRAW', 'BALANCE', 'FORWARD')
    AND EXISTS (SELECT FROM payment_order_step s
        WHERE s.contract_id = o.contract_id AND s.order_id = o.id AND s.step = 'RELEASED'
            AND (o.prepared_at >= %(served_at)s
                OR s.on_date > (%(served_at)s::timestamptz AT TIME ZONE 'Europe/Paris')::date))
