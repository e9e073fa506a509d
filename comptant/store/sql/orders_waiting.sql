-- One row per payment order asked for, with its approval, what it has become so far, and the
-- account to pay with its party.
SELECT o.contract_id, o.id AS order_id, o.purpose, o.currency, o.amount_cents, o.item_id,
    a.id AS approval_id,
    a.proposed_by AS proposed_by_id, ky.made_by AS key_made_by_id,
    EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id) AS is_decided,
    EXISTS (SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id
        AND s.order_id = o.id
        AND s.step = 'REFUSED' AND s.reason = 'cancelled') AS is_cancelled,
    y.iban, y.holder, y.id AS payee_account_id, y.party_id AS payee_party_id
FROM payment_order o
JOIN payee_account y ON y.id = o.payee_account_id
JOIN approval a ON a.kind = 'payment_order' AND a.contract_id = o.contract_id
    AND a.subject_id = o.id
LEFT JOIN act ac ON ac.id = a.act_id
LEFT JOIN api_key ky ON ky.id = ac.key_id
WHERE o.id = ANY (%(ids)s::bigint[])
ORDER BY o.contract_id, o.id
