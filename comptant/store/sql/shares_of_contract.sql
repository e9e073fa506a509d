-- One row per spanning ceiling of which a contract has a share: what the share is, and no more of the ceiling.
SELECT c.scope, CASE WHEN c.scope = 'BUYER' THEN p.name END AS party_name, c.currency, f.amount_cents AS share_cents,
    coalesce(f.is_stale, false) AS is_stale
FROM (SELECT DISTINCT ceiling_id FROM allotment WHERE contract_id = %(contract_id)s) a
JOIN ceiling c ON c.id = a.ceiling_id
LEFT JOIN party p ON p.id = c.party_id
CROSS JOIN LATERAL share_in_force(c.id, %(contract_id)s, %(on)s) f
ORDER BY c.scope, p.name, c.id
