-- One row per ceiling on buyers that is passed by what is approved, or guaranteed, now: the limit of a contract's buyer, a contract's share of a shared ceiling, or a shared ceiling as a whole (no contract).
WITH held AS (
    SELECT contract_id, currency, buyer_id, sum(approved_cents)::bigint AS approved_cents, sum(guaranteed_cents)::bigint AS guaranteed_cents
    FROM (
        SELECT contract_id, currency, buyer_id, approved_cents, 0 AS guaranteed_cents FROM exposure WHERE approved_cents > 0
        UNION ALL
        SELECT g.contract_id, k.currency, g.buyer_id, 0, g.factor_open_cents
        FROM guarantee g JOIN contract k ON k.id = g.contract_id WHERE g.factor_open_cents > 0
    ) h GROUP BY 1, 2, 3
), member AS (
    SELECT group_id, party_id FROM (
        SELECT DISTINCT ON (group_id, party_id) group_id, party_id, is_member FROM group_member
        WHERE valid_from_on <= %(day)s ORDER BY group_id, party_id, valid_from_on DESC, recorded_at DESC) m
    WHERE is_member
), covered AS (  -- what the guarantee has taken is a risk under the limits of its buyer
    SELECT c.id AS ceiling_id, h.contract_id, h.approved_cents + h.guaranteed_cents AS cents
    FROM held h JOIN ceiling c ON c.party_id = h.buyer_id AND c.currency = h.currency
        AND (c.scope = 'CONTRACT_BUYER' AND c.contract_id = h.contract_id OR c.scope = 'BUYER' AND c.contract_id = 0)
    UNION ALL
    SELECT c.id, h.contract_id, h.approved_cents FROM held h JOIN member m ON m.party_id = h.buyer_id
    JOIN ceiling c ON c.scope = 'BUYER_GROUP' AND c.contract_id = 0 AND c.party_id = m.group_id AND c.currency = h.currency
    UNION ALL
    SELECT c.id, h.contract_id, h.approved_cents FROM held h
    JOIN (SELECT DISTINCT ceiling_id, contract_id FROM allotment) a ON a.contract_id = h.contract_id
    JOIN ceiling c ON c.id = a.ceiling_id AND c.scope = 'INSURER_POLICY' AND c.currency = h.currency
), sums AS (
    SELECT ceiling_id, contract_id, sum(cents)::bigint AS approved_cents FROM covered
    GROUP BY GROUPING SETS ((ceiling_id, contract_id), (ceiling_id))
), against AS (
    SELECT s.contract_id, s.approved_cents, c.scope, c.party_id, c.currency, s.contract_id IS NOT NULL AND c.contract_id = 0 AS is_share,
        coalesce(CASE WHEN s.contract_id IS NOT NULL AND c.contract_id = 0
            THEN (SELECT f.amount_cents FROM share_in_force(c.id, s.contract_id, %(day)s) f)
            ELSE ceiling_amount(c.id, %(day)s) END, 0) AS ceiling_cents
    FROM sums s JOIN ceiling c ON c.id = s.ceiling_id
    WHERE s.contract_id IS NOT NULL OR c.contract_id = 0
)
SELECT k.number AS contract_number, a.scope, a.is_share, coalesce(b.name, p.name) AS party_name, a.currency, a.approved_cents,
    a.ceiling_cents, a.approved_cents - a.ceiling_cents AS excess_cents
FROM against a
JOIN party p ON p.id = a.party_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN buyer_shown b ON b.contract_id = a.contract_id AND b.id = a.party_id
WHERE a.approved_cents > a.ceiling_cents
ORDER BY p.name, a.party_id, a.scope, k.number NULLS FIRST
