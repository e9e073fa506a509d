-- One row per payment order released and not sent yet, or sent in a file put aside, the oldest
-- first.
SELECT o.id, o.contract_id, k.number AS contract_number, o.purpose, o.amount_cents, o.currency,
    a.holder, a.iban, o.promised_at, s.step
FROM payment_order o
JOIN contract k ON k.id = o.contract_id
JOIN payee_account a ON a.id = o.payee_account_id
JOIN payment_order_step_now s ON s.contract_id = o.contract_id AND s.order_id = o.id
    AND s.step = 'RELEASED'
WHERE o.id >= coalesce((SELECT (d.report #>> '{to_look_at,oldest_open_order_id}')::bigint
    FROM day_close d ORDER BY d.day DESC LIMIT 1), 0)
    AND NOT EXISTS (SELECT FROM payment_order_step_now x WHERE x.contract_id = o.contract_id
        AND x.order_id = o.id
        AND (x.step IN ('REFUSED', 'EXECUTED', 'REJECTED', 'RETURNED')
            OR (x.step = 'SENT' AND NOT EXISTS (
            SELECT FROM payment_order_step_now u WHERE u.contract_id = x.contract_id
                AND u.order_id = x.order_id
                AND u.step = 'UNSENT' AND u.file_number = x.file_number))))
ORDER BY o.id
LIMIT 200
