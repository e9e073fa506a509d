-- One row per order released and not sent, or sent in a file put aside, in the currency of the
-- account.
SELECT o.contract_id, o.id, o.purpose, o.currency, o.amount_cents, o.item_id,
    o.end_to_end_reference, k.number,
    a.iban, a.bic, a.holder, a.id AS payee_account_id, a.party_id AS payee_party_id,
    EXISTS (SELECT FROM screening_stop s WHERE s.contract_id = o.contract_id
        AND s.buyer_id IS NULL)
        OR EXISTS (SELECT FROM screening_held h
            WHERE h.party_id = a.party_id AND h.subject <> 'PAYER') AS is_stopped
FROM payment_order o
JOIN payment_order_step_now r ON r.contract_id = o.contract_id AND r.order_id = o.id
    AND r.step = 'RELEASED'
JOIN payee_account a ON a.id = o.payee_account_id
JOIN contract k ON k.id = o.contract_id
WHERE o.currency = %(currency)s AND NOT EXISTS (
    SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
        AND (s.step IN ('EXECUTED', 'REJECTED', 'RETURNED') OR (s.step = 'SENT' AND NOT EXISTS (
            SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
                AND u.order_id = s.order_id
                AND u.step = 'UNSENT' AND u.file_number = s.file_number))))
ORDER BY o.id
