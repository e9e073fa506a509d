-- One row per unpaid invoice and policy of which something may be to do on a day to keep its cover:
-- it is due, or declared, or its buyer has failed; the oldest due first.
WITH covers AS (
    SELECT DISTINCT contract_id, policy_id, buyer_id FROM policy_cover
    WHERE valid_from_on <= %(on)s
        AND (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s)
), failed AS (
    SELECT subject_id AS buyer_id FROM (
        SELECT DISTINCT ON (subject_id) subject_id,
            (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on
        FROM term
        WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on'
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
    ) latest WHERE insolvent_on <= %(on)s
), found AS (  -- each by an index of its own
    SELECT k.contract_id, i.id FROM (SELECT DISTINCT contract_id FROM covers) k
    JOIN invoice i ON i.contract_id = k.contract_id AND i.open_cents > 0 AND i.due_on < %(on)s
    UNION
    SELECT k.contract_id, i.id FROM (SELECT DISTINCT contract_id FROM covers) k CROSS JOIN failed f
    JOIN invoice i ON i.contract_id = k.contract_id AND i.buyer_id = f.buyer_id
        AND i.open_cents <> 0
    UNION
    SELECT k.contract_id, s.invoice_id FROM (SELECT DISTINCT contract_id FROM covers) k
    JOIN cover_step s ON s.contract_id = k.contract_id AND s.step = 'DECLARED'
        AND s.step_on <= %(on)s
    UNION
    SELECT k.contract_id, g.invoice_id FROM (SELECT DISTINCT contract_id FROM covers) k
    JOIN guarantee g ON g.contract_id = k.contract_id
        AND (g.factor_open_cents > 0 OR g.client_open_cents > 0)
)
SELECT i.due_on, i.id AS invoice_id, c.policy_id, i.contract_id, i.buyer_id
FROM found f
JOIN invoice i ON i.contract_id = f.contract_id AND i.id = f.id AND i.amount_cents > 0
JOIN covers c ON c.contract_id = i.contract_id AND (c.buyer_id = i.buyer_id OR (c.buyer_id = 0
    AND NOT EXISTS (SELECT FROM covers o WHERE o.contract_id = c.contract_id
        AND o.policy_id = c.policy_id AND o.buyer_id = i.buyer_id)))
JOIN policy p ON p.id = c.policy_id AND p.currency = i.currency
ORDER BY i.due_on, i.id, c.policy_id
