-- One row per account dedicated to collection in a client's name: what stands there, what of it
-- came on the day, what the client took on it, what sweeps are to take and since when, what is on
-- its way and since when; and the day that its bank told last (or on which it was declared).
SELECT a.id, a.id AS own_account_id, k.id AS contract_id, k.number AS contract_number,
    p.name AS client_name, a.iban, a.bic, a.name, a.currency,
    coalesce(s.closed_on, c.on_date) AS closed_on,
    coalesce(l.amount_cents, 0)::bigint AS standing_cents,
    coalesce(m.came_cents, 0)::bigint AS came_cents,
    coalesce(m.taken_cents, 0)::bigint AS taken_cents,
    coalesce(w.ordered_cents, 0)::bigint AS ordered_cents, w.ordered_since_on,
    coalesce(w.way_cents, 0)::bigint AS way_cents, w.way_since_on
FROM own_account a
JOIN act c ON c.id = a.act_id
JOIN contract k ON k.id = a.contract_id
JOIN party p ON p.id = k.client_id
LEFT JOIN LATERAL (SELECT max(b.closed_on) AS closed_on FROM bank_statement b
    WHERE b.own_account_id = a.id AND b.withdrawn_act_id IS NULL) s ON true
LEFT JOIN bank_ledger l ON l.own_account_id = a.id AND l.currency = a.currency
LEFT JOIN LATERAL (
    SELECT sum(b.amount_cents) FILTER (WHERE b.amount_cents > 0)::bigint AS came_cents,
        -sum(b.amount_cents) FILTER (WHERE e.id IS NOT NULL)::bigint AS taken_cents
    FROM bank_movement b
    LEFT JOIN entry e ON e.contract_id = a.contract_id AND e.key = 'movement/' || b.id || '/taken'
        AND NOT EXISTS (SELECT FROM entry u WHERE u.contract_id = e.contract_id
            AND u.reverses_id = e.id)
    WHERE b.own_account_id = a.id AND b.booked_on >= %(on)s::date
        AND b.withdrawn_act_id IS NULL
) m ON true
LEFT JOIN LATERAL (
    SELECT sum(s.amount_cents) FILTER (WHERE t.is_ordered)::bigint AS ordered_cents,
        min(s.execute_on) FILTER (WHERE t.is_ordered) AS ordered_since_on,
        sum(s.amount_cents) FILTER (WHERE t.is_under_way)::bigint AS way_cents,
        min(t.left_on) FILTER (WHERE t.is_under_way) AS way_since_on
    FROM sweep s CROSS JOIN LATERAL (
        SELECT min(x.on_date) FILTER (WHERE x.step = 'LEFT') AS left_on,
            NOT coalesce(bool_or(x.step IN ('LEFT', 'CANCELLED')), false) AS is_ordered,
            coalesce(bool_or(x.step = 'LEFT'), false)
                AND NOT bool_or(x.step IN ('ARRIVED', 'RETURNED')) AS is_under_way
        FROM sweep_step x WHERE x.contract_id = s.contract_id AND x.sweep_id = s.id) t
    WHERE s.contract_id = a.contract_id AND s.own_account_id = a.id
) w ON true
WHERE a.is_client_owned
ORDER BY a.id
