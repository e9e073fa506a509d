-- One row per unpaid invoice and policy that covers its buyer on a day, of a contract or of all:
-- which they are, in the order of their keys.
WITH covers AS (
    SELECT DISTINCT contract_id, policy_id, buyer_id FROM policy_cover
    WHERE valid_from_on <= %(on)s
        AND (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s)
)
SELECT i.contract_id, i.buyer_id, i.id AS invoice_id, c.policy_id
FROM covers c
JOIN policy p ON p.id = c.policy_id
JOIN invoice i ON i.contract_id = c.contract_id AND i.amount_cents > 0
    AND i.currency = p.currency AND (c.buyer_id = i.buyer_id OR (c.buyer_id = 0
        AND NOT EXISTS (SELECT FROM covers o WHERE o.contract_id = c.contract_id
            AND o.policy_id = c.policy_id AND o.buyer_id = i.buyer_id)))
WHERE i.open_cents > 0 OR EXISTS (SELECT FROM guarantee g WHERE g.contract_id = i.contract_id
    AND g.invoice_id = i.id AND (g.factor_open_cents > 0 OR g.client_open_cents > 0))
ORDER BY i.contract_id, i.buyer_id, i.id, c.policy_id
