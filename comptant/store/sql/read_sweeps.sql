-- One row per sweep of a contract's dedicated account, the latest first: what of it the banks have
-- told, by its last step, and on which days it left and arrived.
SELECT s.id, k.number AS contract_number, a.iban, s.amount_cents, s.currency, s.execute_on,
    t.left_on, t.arrived_on,
    CASE WHEN t.returned_on IS NOT NULL THEN 'RETURNED' WHEN t.arrived_on IS NOT NULL THEN 'ARRIVED'
        WHEN t.left_on IS NOT NULL THEN 'LEFT' WHEN t.cancelled_on IS NOT NULL THEN 'CANCELLED'
        ELSE 'ORDERED' END AS sweep_state,
    s.digest IS NULL AS is_by_the_bank
FROM sweep s
JOIN contract k ON k.id = s.contract_id
LEFT JOIN own_account a ON a.id = s.own_account_id
CROSS JOIN LATERAL (
    SELECT min(x.on_date) FILTER (WHERE x.step = 'LEFT') AS left_on,
        min(x.on_date) FILTER (WHERE x.step = 'ARRIVED') AS arrived_on,
        min(x.on_date) FILTER (WHERE x.step = 'RETURNED') AS returned_on,
        min(x.on_date) FILTER (WHERE x.step = 'CANCELLED') AS cancelled_on
    FROM sweep_step x WHERE x.contract_id = s.contract_id AND x.sweep_id = s.id) t
WHERE %(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s
ORDER BY s.id DESC
