-- One row per payment order whose promised hour has passed and that is not at its end: whose turn
-- it is, since when.
SELECT o.id, k.number AS contract_number, p.name AS client_name, o.purpose, o.currency,
    o.amount_cents, a.holder, a.iban,
    o.prepared_at, o.promised_at, v.id AS approval_id,
    CASE WHEN t.is_sent THEN 'bank' WHEN y.payee_check = 'NO_MATCH' THEN 'payee_check'
        WHEN t.is_released THEN 'payout' ELSE 'release' END AS turn
FROM payment_order o
JOIN contract k ON k.id = o.contract_id
JOIN party p ON p.id = k.client_id
JOIN payee_account a ON a.id = o.payee_account_id
LEFT JOIN approval v ON v.kind = 'payment_order' AND v.contract_id = o.contract_id
    AND v.subject_id = o.id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.step = 'SENT') > count(*) FILTER
        (WHERE s.step = 'UNSENT') AS is_sent,
        coalesce(bool_or(s.step = 'RELEASED'), false) AS is_released,
        coalesce(bool_or(s.step IN ('EXECUTED', 'REJECTED', 'RETURNED', 'REFUSED')),
            false) AS is_over
    FROM payment_order_step_now s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
) t
LEFT JOIN LATERAL (SELECT c.value #>> '{}' AS payee_check FROM term c
    WHERE c.contract_id = 0 AND c.subject = 'ACCOUNT' AND c.subject_id = o.payee_account_id
        AND c.name = 'payee_check'
        AND c.valid_from_on <= %(on)s
    ORDER BY c.valid_from_on DESC, c.recorded_at DESC LIMIT 1) y ON true
-- Orders before the oldest that the last close found open have come to their end.
WHERE o.id >= coalesce((SELECT (d.report #>> '{to_look_at,oldest_open_order_id}')::bigint
    FROM day_close d ORDER BY d.day DESC LIMIT 1), 0)
    AND NOT t.is_over
    -- The bank says on the next morning what it did on a day: its turn begins then.
    AND CASE WHEN t.is_sent
        THEN (o.promised_at AT TIME ZONE 'Europe/Paris')::date < %(on)s::date
        ELSE o.promised_at < %(at)s::timestamptz END
ORDER BY o.promised_at, o.id
