-- One row per exposure of a contract or of all on a day: whose it is (with recourse the client's,
-- without each buyer's), and the buyers whose invoices are under it.
WITH k AS (
    SELECT k.id, k.number, k.client_id, coalesce((SELECT value FROM term
        WHERE contract_id = k.id AND subject = 'CONTRACT' AND subject_id = k.id
            AND name = 'has_recourse' AND valid_from_on <= %(on)s
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) <> 'false', true) AS has_recourse
    FROM contract k
    WHERE NOT k.is_house AND reading_for_factor()
        AND (%(contract_id)s::bigint IS NULL OR k.id = %(contract_id)s)
)
SELECT k.number AS contract_number, 'CLIENT' AS counterparty, k.client_id AS party_id,
    k.id AS contract_id, ARRAY(SELECT b.buyer_id FROM contract_buyer b
        WHERE b.contract_id = k.id) AS buyer_ids
FROM k
WHERE k.has_recourse AND (SELECT coalesce(sum(e.outstanding_cents - e.unapplied_credit_cents
        - e.unallocated_cash_cents), 0) FROM exposure e WHERE e.contract_id = k.id)
    + (SELECT coalesce(sum(b.amount_cents), 0) FROM balance b
        WHERE b.contract_id = k.id AND b.account IN ('CCA', 'FDG')) > 0
UNION ALL
SELECT k.number, 'BUYER', b.buyer_id, k.id, ARRAY[b.buyer_id]
FROM k JOIN contract_buyer b ON b.contract_id = k.id
WHERE NOT k.has_recourse AND (
    EXISTS (SELECT FROM exposure e WHERE e.contract_id = k.id AND e.buyer_id = b.buyer_id
        AND e.approved_cents > 0)
    OR EXISTS (SELECT FROM guarantee g WHERE g.contract_id = k.id AND g.buyer_id = b.buyer_id
        AND g.factor_open_cents > 0)
    OR EXISTS (SELECT FROM claim_item t WHERE t.contract_id = k.id AND t.buyer_id = b.buyer_id
        AND t.factor_cents > 0))
ORDER BY 1, 2, 3
