-- One row: the contract's own line as a ceiling, and its share of its client group's line, null where there is none.
SELECT (
    SELECT (t.value)::bigint FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_LINE' AND c.contract_id = %(contract_id)s AND t.valid_from_on <= %(on)s
        AND c.currency = (SELECT currency FROM contract WHERE id = %(contract_id)s)
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
) AS own_cents, (
    SELECT min(coalesce((SELECT CASE WHEN NOT f.is_stale THEN f.amount_cents  -- else what is in use, and no more
            ELSE least(f.amount_cents, greatest(0, (SELECT sum(b.amount_cents) FROM balance b
                WHERE b.contract_id = k.id AND b.account = ANY (%(accounts)s))
                + (SELECT coalesce(sum(o.amount_cents), 0) FROM payment_order o
                    WHERE o.contract_id = k.id AND o.purpose IN ('DRAW', 'FORWARD') AND NOT EXISTS (
                        SELECT FROM payment_order_step p WHERE p.contract_id = o.contract_id AND p.order_id = o.id
                            AND p.step IN ('RELEASED', 'REFUSED'))))::bigint) END
        FROM share_in_force(c.id, k.id, %(on)s) f), 0))
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
