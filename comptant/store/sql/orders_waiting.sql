-- One row per payment order asked for, with its approval, and what it has become so far.
SELECT o.contract_id, o.id AS order_id, o.purpose, o.currency, o.amount_cents, o.item_id, a.id AS approval_id,
    a.proposed_by AS proposed_by_id,
    EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id) AS is_decided
FROM payment_order o
JOIN approval a ON a.kind = 'payment_order' AND a.contract_id = o.contract_id AND a.subject_id = o.id
WHERE o.id = ANY (%(ids)s::bigint[])
ORDER BY o.contract_id, o.id
