-- One row per advice that has not met its payment, oldest first; of a sum among these, where sums
-- are given.
SELECT a.contract_id, a.id, a.buyer_id, a.reference, a.paid_on, a.amount_cents, a.currency
    FROM advice a
WHERE NOT EXISTS (SELECT FROM advice_use u WHERE u.contract_id = a.contract_id
    AND u.advice_id = a.id)
    AND (%(sums)s::bigint[] IS NULL OR a.amount_cents = ANY (%(sums)s::bigint[]))
ORDER BY a.id
