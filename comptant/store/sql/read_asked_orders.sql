-- One row per payment to the client that is asked for and neither released nor refused, of a
-- contract: the latest first.
SELECT o.id, o.contract_id, o.purpose, o.amount_cents, o.currency, a.holder, a.iban, o.prepared_at,
    o.promised_at
FROM payment_order o
LEFT JOIN payee_account a ON a.id = o.payee_account_id
WHERE o.contract_id = %(contract_id)s AND o.purpose IN ('DRAW', 'FORWARD') AND NOT EXISTS (
    SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND s.step IN ('RELEASED', 'REFUSED'))
ORDER BY o.id DESC
