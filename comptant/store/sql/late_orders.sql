-- One row per payment order promised by the end of a day at the latest and not at its end then:
-- whose turn it is.
SELECT o.contract_id, k.number AS contract_number, o.id AS order_id, o.purpose, o.currency,
    o.amount_cents, o.promised_at,
    CASE WHEN t.is_sent THEN 'bank' WHEN y.payee_check = 'NO_MATCH' THEN 'payee_check'
        WHEN t.is_released THEN 'payout' ELSE 'release' END AS turn
FROM payment_order o
JOIN contract k ON k.id = o.contract_id
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
WHERE o.id >= %(from_id)s AND NOT t.is_over
    -- The bank says on the next morning what it did on a day: its turn begins then.
    AND (o.promised_at AT TIME ZONE 'Europe/Paris')::date < CASE WHEN t.is_sent THEN %(on)s::date
        ELSE %(on)s::date + 1 END
ORDER BY o.promised_at, o.id
