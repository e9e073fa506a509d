-- One row per ceiling with its amount in force on the day, what is approved under it now and, where
-- that passes it, by how much (else null); for a spanning one also the share of the contract asked
-- for.
WITH carried AS MATERIALIZED (SELECT * FROM carried_under(%(on)s))
SELECT c.id, c.scope, k.number AS contract_number, coalesce(s.name, p.name) AS party_name,
    c.currency, t.amount_cents,
    t.valid_from_on, t.source, a.amount_cents AS share_cents,
    w.approved_cents, nullif(greatest(w.approved_cents - coalesce(t.amount_cents, 0), 0),
        0) AS excess_cents,
    nullif(greatest(m.approved_cents - coalesce(a.amount_cents, 0), 0), 0) AS share_excess_cents
FROM ceiling c
LEFT JOIN contract k ON k.id = c.contract_id
LEFT JOIN buyer_shown s ON s.contract_id = c.contract_id AND s.id = c.party_id
LEFT JOIN party p ON c.contract_id = 0 AND p.id = c.party_id
LEFT JOIN LATERAL (SELECT (value)::bigint AS amount_cents, valid_from_on, source FROM term
    WHERE contract_id = 0 AND subject = 'CEILING' AND subject_id = c.id AND name = 'amount_cents'
        AND valid_from_on <= %(on)s
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT amount_cents FROM allotment
    WHERE ceiling_id = c.id AND contract_id = %(contract_id)s::bigint
    ORDER BY recorded_at DESC LIMIT 1) a ON true
LEFT JOIN carried w ON w.ceiling_id = c.id AND w.contract_id IS NULL
LEFT JOIN carried m ON m.ceiling_id = c.id AND m.contract_id = %(contract_id)s::bigint
    AND c.contract_id = 0
WHERE %(contract_id)s::bigint IS NULL OR c.contract_id IN (0, %(contract_id)s::bigint)
ORDER BY c.scope, k.number, coalesce(s.name, p.name), c.id
