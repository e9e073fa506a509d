-- One row: the amount of a ceiling on the day, this contract's share of it, and what the others have or still carry.
WITH carried AS (
    SELECT e.contract_id, sum(e.approved_cents) AS cents FROM exposure e
    JOIN ceiling c ON c.id = %(ceiling_id)s AND c.currency = e.currency
    WHERE e.contract_id <> %(contract_id)s AND (
        (c.scope = 'BUYER' AND e.buyer_id = c.party_id)
        OR (c.scope = 'BUYER_GROUP' AND coalesce((SELECT is_member FROM group_member g
            WHERE g.party_id = e.buyer_id AND g.group_id = c.party_id AND g.valid_from_on <= %(on)s
            ORDER BY g.valid_from_on DESC, g.recorded_at DESC LIMIT 1), false)))
    GROUP BY e.contract_id
    UNION ALL
    SELECT l.contract_id, (SELECT sum(b.amount_cents) FROM balance b
            WHERE b.contract_id = l.contract_id AND b.account = ANY (%(accounts)s))
        + (SELECT coalesce(sum(o.amount_cents), 0) FROM payment_order o
            WHERE o.contract_id = l.contract_id AND o.purpose IN ('DRAW', 'FORWARD') AND NOT EXISTS (
                SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
                    AND s.step IN ('RELEASED', 'REFUSED')))
    FROM (SELECT DISTINCT a.contract_id FROM allotment a JOIN ceiling c ON c.id = a.ceiling_id
        WHERE c.id = %(ceiling_id)s AND c.scope = 'CLIENT_GROUP_LINE' AND a.contract_id <> %(contract_id)s) l
), shares AS (
    SELECT DISTINCT ON (contract_id) contract_id, amount_cents FROM allotment
    WHERE ceiling_id = %(ceiling_id)s ORDER BY contract_id, recorded_at DESC
)
SELECT coalesce((SELECT (t.value)::bigint FROM term t
        WHERE t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = %(ceiling_id)s
            AND t.name = 'amount_cents' AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 0) AS amount_cents,
    coalesce((SELECT amount_cents FROM shares WHERE contract_id = %(contract_id)s), 0) AS own_cents,
    coalesce((SELECT sum(greatest(s.amount_cents, k.cents)) FROM shares s
        LEFT JOIN carried k ON k.contract_id = s.contract_id
        WHERE s.contract_id <> %(contract_id)s), 0)::bigint AS others_cents
