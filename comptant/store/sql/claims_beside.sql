-- One row per other claim under a policy on invoices of a claim, the oldest first: how it stands,
-- and whether it is of the same invoices.
SELECT o.contract_id, o.id, o.claim_number, s.is_accepted, s.is_refused,
    s.accepted_cents > 0 AND s.received_cents >= s.accepted_cents AS is_paid, s.accepted_cents,
    s.withheld_cents, n.of_both = n.of_one AND n.of_both = n.of_other AS is_same
FROM claim o
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.claim_id = %(claim_id)s) AS of_one,
        count(*) FILTER (WHERE t.claim_id = o.id) AS of_other,
        count(*) FILTER (WHERE t.claim_id = o.id AND EXISTS (SELECT FROM claim_item x
            WHERE x.contract_id = t.contract_id AND x.claim_id = %(claim_id)s
                AND x.invoice_id = t.invoice_id)) AS of_both
    FROM claim_item t
    WHERE t.contract_id = o.contract_id AND t.claim_id IN (%(claim_id)s, o.id)
) n
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(e.step = 'ACCEPTED'), false) AS is_accepted,
        coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused,
        coalesce(bool_or(e.step = 'DROPPED'), false) AS is_dropped,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)::bigint
            AS accepted_cents, coalesce(sum(e.withheld_cents), 0)::bigint AS withheld_cents,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0)::bigint
            AS received_cents
    FROM claim_step_now e WHERE e.contract_id = o.contract_id AND e.claim_id = o.id
) s
WHERE o.contract_id = %(contract_id)s AND o.id <> %(claim_id)s AND o.policy_id IS NOT NULL
    AND n.of_both > 0 AND NOT s.is_dropped
ORDER BY o.id
