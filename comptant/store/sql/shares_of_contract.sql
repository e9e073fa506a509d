-- One row per spanning ceiling of which a contract has a share (the line of a group: while its
-- client is a member): what the share is, and no more of the ceiling.
SELECT c.scope, CASE WHEN c.scope = 'BUYER' THEN (SELECT b.name FROM buyer_shown b
        WHERE b.contract_id = %(contract_id)s AND b.id = c.party_id) END AS party_name, c.currency,
            f.amount_cents AS share_cents,
    coalesce(f.is_stale, false) AS is_stale
FROM (SELECT DISTINCT ceiling_id FROM allotment WHERE contract_id = %(contract_id)s) a
JOIN ceiling c ON c.id = a.ceiling_id
CROSS JOIN LATERAL share_in_force(c.id, %(contract_id)s, %(on)s) f
WHERE c.scope <> 'CLIENT_GROUP_LINE'
    OR coalesce((SELECT g.is_member FROM contract k JOIN group_member g ON g.party_id = k.client_id
    WHERE k.id = %(contract_id)s AND g.group_id = c.party_id AND g.valid_from_on <= %(on)s
    ORDER BY g.valid_from_on DESC, g.recorded_at DESC LIMIT 1), false)
ORDER BY c.scope, party_name, c.id
