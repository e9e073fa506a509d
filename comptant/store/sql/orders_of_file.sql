-- One row per order of a payment file; `is_told`: the bank or a person has said what became of it.
SELECT o.contract_id, o.id AS order_id, o.amount_cents, o.currency,
    EXISTS (SELECT FROM payment_order_step_now x WHERE x.contract_id = o.contract_id
        AND x.order_id = o.id
        AND x.step IN ('EXECUTED', 'REJECTED', 'RETURNED'))
    OR EXISTS (SELECT FROM order_status t WHERE t.contract_id = o.contract_id AND t.order_id = o.id
        AND t.act_id > s.act_id) AS is_told
FROM payment_order_step_now s
JOIN payment_order o ON o.contract_id = s.contract_id AND o.id = s.order_id
WHERE s.step = 'SENT' AND s.digest = %(digest)s
ORDER BY o.contract_id, o.id
