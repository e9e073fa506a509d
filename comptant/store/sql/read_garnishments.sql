-- One row per garnishment, of a contract or of all, or one by its id: what it holds, what is paid
-- and lifted, its steps.
SELECT g.id, g.contract_id, k.number AS contract_number, c.name AS client_name,
    (SELECT min(i.identifier) FROM party_identifier i
        WHERE i.party_id = c.id AND i.scheme = 'siren') AS client_siren,
    (SELECT f.name FROM party f WHERE f.kind = 'FACTOR') AS factor_name,
    (SELECT min(i.identifier) FROM party_identifier i JOIN party f ON f.id = i.party_id
        WHERE f.kind = 'FACTOR' AND i.scheme = 'siren') AS factor_siren,
    g.kind AS garnishment_kind, g.creditor_id, p.name AS creditor_name, g.reference, g.served_at,
    g.buyer_id, b.name AS buyer_name, g.amount_cents, g.held_cents, g.payable_cents,
    g.paid_since_cents, l.ordered_cents, l.paid_cents, l.lifted_cents, l.left_cents, g.currency,
    l.undone_on,
    s.answered_on, s.contested_on, s.confirmed_on, s.digest
FROM garnishment g
JOIN garnishment_left l ON l.contract_id = g.contract_id AND l.id = g.id
JOIN contract k ON k.id = g.contract_id
JOIN party c ON c.id = k.client_id
LEFT JOIN party p ON p.id = g.creditor_id
LEFT JOIN party b ON b.id = g.buyer_id
CROSS JOIN LATERAL (
    SELECT min(x.step_on) FILTER (WHERE x.step = 'ANSWERED') AS answered_on,
        min(x.step_on) FILTER (WHERE x.step = 'CONTESTED') AS contested_on,
        min(x.step_on) FILTER (WHERE x.step = 'CONFIRMED') AS confirmed_on,
        (array_agg(encode(x.digest, 'hex') ORDER BY x.id DESC)
            FILTER (WHERE x.step = 'ANSWERED'))[1] AS digest
    FROM garnishment_step x WHERE x.contract_id = g.contract_id AND x.garnishment_id = g.id
) s
WHERE (%(contract_id)s::bigint IS NULL OR g.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR g.id = %(id)s)
ORDER BY g.id DESC
