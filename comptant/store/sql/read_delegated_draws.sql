-- One row per draw that somebody of an accountant's firm asked for, for the client of a contract
-- (null: of all that may be seen).
SELECT d.order_id, d.contract_id, k.number AS contract_number, p.name AS client_name,
    a.arguments ->> 'login' AS login,
    f.name AS company_name, d.amount_cents, d.draw_limit_cents, k.currency, d.approval_id,
        o.prepared_at AS asked_at
FROM delegated_draw d
JOIN contract k ON k.id = d.contract_id
JOIN payment_order o ON o.contract_id = d.contract_id AND o.id = d.order_id
LEFT JOIN party p ON p.id = k.client_id
LEFT JOIN approval a ON a.id = d.approval_id
LEFT JOIN party f ON f.id = (a.arguments ->> 'party_id')::bigint
WHERE %(contract_id)s::bigint IS NULL OR d.contract_id = %(contract_id)s
