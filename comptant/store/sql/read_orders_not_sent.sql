-- One row per currency and state of the orders that no payment file holds yet: RELEASED,
-- PAYEE_CHECK (released, but the check of its payee failed since), NOT_RELEASED.
SELECT CASE WHEN r.order_id IS NULL THEN 'NOT_RELEASED' WHEN y.payee_check = 'NO_MATCH'
    THEN 'PAYEE_CHECK' ELSE 'RELEASED' END AS state,
    o.currency, count(*)::bigint AS order_count, sum(o.amount_cents)::bigint AS amount_cents
FROM payment_order o
LEFT JOIN payment_order_step_now r ON r.contract_id = o.contract_id AND r.order_id = o.id
    AND r.step = 'RELEASED'
LEFT JOIN LATERAL (SELECT t.value #>> '{}' AS payee_check FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'ACCOUNT' AND t.subject_id = o.payee_account_id
        AND t.name = 'payee_check'
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) y ON true
WHERE o.id >= coalesce((SELECT (d.report #>> '{to_look_at,oldest_open_order_id}')::bigint
    FROM day_close d ORDER BY d.day DESC LIMIT 1), 0)
    AND NOT EXISTS (SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id
        AND s.order_id = o.id
        AND (s.step IN ('REFUSED', 'EXECUTED', 'REJECTED', 'RETURNED')
            OR (s.step = 'SENT' AND NOT EXISTS (
            SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
                AND u.order_id = s.order_id
                AND u.step = 'UNSENT' AND u.file_number = s.file_number))))
GROUP BY 1, 2
ORDER BY 1, 2
