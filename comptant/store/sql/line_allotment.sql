-- One row: the contract's own line as a ceiling, and its share of its client group's line, null where there is none.
SELECT (
    SELECT (t.value)::bigint FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_LINE' AND c.contract_id = %(contract_id)s AND t.valid_from_on <= %(on)s
        AND c.currency = (SELECT currency FROM contract WHERE id = %(contract_id)s)
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
) AS own_cents, (
    SELECT min(coalesce((SELECT l.amount_cents FROM allotment l
        WHERE l.contract_id = %(contract_id)s AND l.ceiling_id = c.id ORDER BY l.recorded_at DESC LIMIT 1), 0))
    FROM contract k
    JOIN LATERAL (
        SELECT DISTINCT ON (group_id) group_id, is_member FROM group_member
        WHERE party_id = k.client_id AND valid_from_on <= %(on)s
        ORDER BY group_id, valid_from_on DESC, recorded_at DESC
    ) m ON m.is_member
    JOIN ceiling c ON c.scope = 'CLIENT_GROUP_LINE' AND c.contract_id = 0 AND c.party_id = m.group_id
        AND c.currency = k.currency
    WHERE k.id = %(contract_id)s
) AS share_cents
