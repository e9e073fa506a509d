-- One row: what waits in the house, what is late, how large it is; of no client.
SELECT
    (SELECT count(*) FROM delivery WHERE next_at IS NOT NULL) AS deliveries_waiting,
    (SELECT coalesce(extract(epoch FROM greatest(now() - min(next_at), interval '0')), 0)::bigint
        FROM delivery
        WHERE next_at IS NOT NULL) AS deliveries_late_seconds,
    (SELECT count(*) FROM delivery d JOIN event e ON e.id = d.event_id
        WHERE d.next_at IS NULL AND d.delivered_at IS NULL
            AND e.at > now() - interval '7 days') AS deliveries_given_up,
    (SELECT count(*) FROM outbox o WHERE NOT EXISTS (SELECT FROM outbox_done x
        WHERE x.outbox_id = o.id)
        AND NOT (o.kind = 'payment_file' AND EXISTS (SELECT FROM payment_order_step s
            JOIN payment_order_step_now e ON e.contract_id = s.contract_id
                AND e.order_id = s.order_id AND e.step = 'EXECUTED'
            WHERE s.step = 'SENT' AND s.digest = o.digest))) AS outbox_waiting,
    (SELECT count(*) FROM approval a WHERE NOT EXISTS (
        SELECT FROM approval_decision d WHERE d.approval_id = a.id)) AS approvals_waiting,
    (SELECT count(*) FROM act WHERE id > coalesce((SELECT max(act_id) FROM act_seal),
        0)) AS unsealed_acts,
    (SELECT current_date - max(day) FROM day_close) AS last_close_days,
    pg_database_size(current_database()) AS database_bytes,
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections
