-- One row per contract under the ceiling: its share, whether the ceiling fell since it was given,
-- and what the contract carries.
WITH c AS (SELECT * FROM ceiling WHERE id = %(ceiling_id)s
), member AS (  -- of the group, on the day
    SELECT party_id FROM (
        SELECT DISTINCT ON (g.party_id) g.party_id, g.is_member FROM c JOIN group_member g
            ON g.group_id = c.party_id
        WHERE g.valid_from_on <= %(on)s
            ORDER BY g.party_id, g.valid_from_on DESC, g.recorded_at DESC) m
    WHERE is_member
), concerned AS (  -- with those that were given no share: what they carry counts
    SELECT a.contract_id FROM c JOIN allotment a ON a.ceiling_id = c.id JOIN contract k
        ON k.id = a.contract_id
    WHERE c.scope <> 'CLIENT_GROUP_LINE' OR k.client_id IN (SELECT party_id FROM member)
    UNION SELECT b.contract_id FROM c JOIN contract_buyer b ON c.scope = 'BUYER'
        AND b.buyer_id = c.party_id
    UNION SELECT b.contract_id FROM c JOIN member g ON c.scope = 'BUYER_GROUP' JOIN contract_buyer b
        ON b.buyer_id = g.party_id
    UNION SELECT k.id FROM c JOIN member g ON c.scope = 'CLIENT_GROUP_LINE' JOIN contract k
        ON k.client_id = g.party_id
), shares AS (
    SELECT o.contract_id, coalesce(f.amount_cents, 0) AS amount_cents,
        f.amount_cents IS NOT NULL AS is_given,
        coalesce(f.is_stale, false) AS is_stale
    FROM concerned o JOIN c ON true JOIN contract k ON k.id = o.contract_id
        AND k.currency = c.currency
    LEFT JOIN LATERAL share_in_force(c.id, o.contract_id, %(on)s) f ON true
)
SELECT s.contract_id, s.amount_cents AS share_cents, s.is_given, s.is_stale,
    greatest(coalesce(CASE c.scope
    WHEN 'CLIENT_GROUP_LINE' THEN (SELECT sum(b.amount_cents) FROM balance b
            WHERE b.contract_id = s.contract_id AND b.account = ANY (%(accounts)s))
        + (SELECT coalesce(sum(o.amount_cents), 0) FROM payment_order o
            WHERE o.contract_id = s.contract_id AND o.purpose IN ('DRAW', 'FORWARD')
                AND NOT EXISTS (
                SELECT FROM payment_order_step p WHERE p.contract_id = o.contract_id
                    AND p.order_id = o.id
                    AND p.step IN ('RELEASED', 'REFUSED')))
    ELSE (SELECT sum(e.approved_cents) FROM exposure e
        WHERE e.contract_id = s.contract_id AND e.currency = c.currency AND CASE c.scope
            WHEN 'INSURER_POLICY' THEN true
            WHEN 'BUYER' THEN e.buyer_id = c.party_id
            ELSE e.buyer_id IN (SELECT party_id FROM member) END)
    END, 0), 0)::bigint AS carried_cents
FROM shares s CROSS JOIN c
ORDER BY s.contract_id
