-- One row per delegation of the draws of a contract (null: of all that may be seen): to whom, how
-- much a draw, until when, who proposed it, where it stands; of a person or of all.
SELECT a.id AS approval_id, a.contract_id, k.number AS contract_number,
    (a.arguments ->> 'user_id')::bigint AS user_id,
    a.arguments ->> 'login' AS login, f.name AS company_name, a.amount_cents AS draw_limit_cents,
        a.currency,
    (a.arguments ->> 'from_on')::date AS from_on, (a.arguments ->> 'until_on')::date AS until_on,
    coalesce(u.login, h.name) AS proposed_by, a.proposed_at,
    CASE WHEN d.decision IS NULL THEN 'WAITING' WHEN d.decision = 'REFUSED' THEN 'REFUSED'
        WHEN l.approval_id IS DISTINCT FROM a.id OR NOT l.is_granted THEN 'REVOKED'
        WHEN l.until_on < %(on)s THEN 'OVER' WHEN l.from_on > %(on)s THEN 'LATER'
            ELSE 'IN_FORCE' END AS delegation_state
FROM approval a
JOIN contract k ON k.id = a.contract_id
LEFT JOIN app_user u ON u.id = a.proposed_by
LEFT JOIN party h ON h.id = k.client_id
LEFT JOIN party f ON f.id = (a.arguments ->> 'party_id')::bigint
LEFT JOIN approval_decision d ON d.approval_id = a.id
LEFT JOIN LATERAL (SELECT x.approval_id, x.is_granted, x.from_on, x.until_on FROM delegation x
    WHERE x.contract_id = a.contract_id AND x.user_id = (a.arguments ->> 'user_id')::bigint
    ORDER BY x.recorded_at DESC LIMIT 1) l ON true
WHERE a.kind = 'delegation' AND (%(contract_id)s::bigint IS NULL OR a.contract_id = %(contract_id)s)
    AND (%(login)s::text IS NULL OR a.arguments ->> 'login' = %(login)s)
