-- One row per approval that waits for an answer and can still be given one; of a kind and subject,
-- nulls ask for all. `facts`: what its ids name.
SELECT a.id, a.kind, k.number AS contract_number, a.subject_id, about.party_name,
    a.amount_cents, a.currency, u.login AS proposed_by, a.proposed_at, a.arguments, about.facts
FROM approval a
JOIN app_user u ON u.id = a.proposed_by
LEFT JOIN contract k ON k.id = a.contract_id
JOIN approval_shown about ON about.id = a.id
WHERE a.kind <> 'key'  -- only the person whom the key acts as answers it: read_keys
    AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
    -- taken back meanwhile
    AND NOT (a.kind = 'payment_order' AND EXISTS (SELECT FROM payment_order_step_now s
        WHERE s.contract_id = a.contract_id AND s.order_id = a.subject_id AND s.step = 'REFUSED'))
    AND NOT (a.kind = 'order_outcome' AND EXISTS (SELECT FROM payment_order_step_now s
        WHERE s.contract_id = a.contract_id AND s.order_id = a.subject_id
            AND (s.step IN ('REJECTED', 'RETURNED')
            OR s.step = 'EXECUTED' AND a.arguments ->> 'outcome' = 'REJECTED')))
    AND (%(kind)s::text IS NULL OR a.kind = %(kind)s)
        AND (%(subject_id)s::bigint IS NULL OR a.subject_id = %(subject_id)s)
ORDER BY a.id
