-- One row per thing that must leave the house and has not: a payment file that no bank has spoken
-- of, a notice to a buyer.
SELECT o.id, o.kind AS outbox_kind, k.number AS contract_number,
    coalesce(p.name, l.name) AS party_name, d.name, o.due_at,
    encode(coalesce(o.digest, w.digest), 'hex') AS digest
FROM outbox o
LEFT JOIN contract k ON k.id = o.contract_id
-- the letter of a notice, once it is written
LEFT JOIN LATERAL (SELECT x.digest FROM paper x
    WHERE x.contract_id = k.id AND x.kind = 'NOTICE' AND x.subject_id = o.id LIMIT 1) w ON true
LEFT JOIN document d ON d.digest = coalesce(o.digest, w.digest)
LEFT JOIN buyer_shown p ON p.contract_id = o.contract_id
    AND p.id = (o.payload ->> 'buyer_id')::bigint
LEFT JOIN party l ON l.id = (o.payload ->> 'lender_id')::bigint
WHERE NOT EXISTS (SELECT FROM outbox_done x WHERE x.outbox_id = o.id)
    AND NOT (o.kind = 'payment_file' AND EXISTS (SELECT FROM payment_order_step s
        JOIN payment_order_step_now e ON e.contract_id = s.contract_id AND e.order_id = s.order_id
            AND e.step = 'EXECUTED'
        WHERE s.step = 'SENT' AND s.digest = o.digest))
ORDER BY o.due_at, o.id
