-- One row per ceiling on buyers that is passed by what is approved, or guaranteed, now: the limit
-- of a contract's buyer, a contract's share of a shared ceiling, or a shared ceiling as a whole (no
-- contract). Contracts that had no terms yet on the day are not counted.
WITH here AS (
    SELECT s.ceiling_id, s.contract_id, s.approved_cents FROM carried_under(%(day)s) s
    WHERE EXISTS (SELECT FROM term t WHERE t.contract_id = s.contract_id AND t.subject = 'CONTRACT'
        AND t.valid_from_on <= %(day)s)
), carried AS (
    SELECT ceiling_id, contract_id, approved_cents FROM here
    UNION ALL
    SELECT ceiling_id, NULL, sum(approved_cents)::bigint FROM here GROUP BY ceiling_id
), against AS (
    SELECT s.contract_id, s.approved_cents, c.scope, c.party_id, c.currency,
        s.contract_id IS NOT NULL AND c.contract_id = 0 AS is_share,
        coalesce(CASE WHEN s.contract_id IS NOT NULL AND c.contract_id = 0
            THEN (SELECT f.amount_cents FROM share_in_force(c.id, s.contract_id, %(day)s) f)
            ELSE ceiling_amount(c.id, %(day)s) END, 0) AS ceiling_cents
    FROM carried s JOIN ceiling c ON c.id = s.ceiling_id
    WHERE s.contract_id IS NOT NULL OR c.contract_id = 0
)
SELECT k.number AS contract_number, a.scope, a.is_share, coalesce(b.name, p.name) AS party_name,
    a.currency, a.approved_cents,
    a.ceiling_cents, a.approved_cents - a.ceiling_cents AS excess_cents
FROM against a
JOIN party p ON p.id = a.party_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN buyer_shown b ON b.contract_id = a.contract_id AND b.id = a.party_id
WHERE a.approved_cents > a.ceiling_cents
ORDER BY p.name, a.party_id, a.scope, k.number NULLS FIRST
