-- One row per claim of contracts asked for whose impairment may no longer be what the factor may
-- lose of it. Left out: dropped, or accepted and not yet paid by the insurer to the client.
SELECT k.contract_id, k.id
FROM claim k
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.impaired_cents), 0) AS impaired_cents,
        coalesce(bool_or(e.step = 'DROPPED'), false) AS is_dropped,
        coalesce(bool_or(e.step IN ('ACCEPTED', 'REFUSED', 'WRITTEN_OFF')), false) AS is_decided,
        coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'ACCEPTED'), 0)
            > coalesce(sum(e.amount_cents) FILTER (WHERE e.step = 'RECEIVED'), 0) AS is_awaited
    FROM claim_step_now e WHERE e.contract_id = k.contract_id AND e.claim_id = k.id
) s
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.factor_cents + coalesce(g.factor_open_cents, 0)), 0) AS doubtful_cents
    FROM claim_item t
    LEFT JOIN guarantee g ON g.contract_id = t.contract_id AND g.invoice_id = t.invoice_id
    WHERE t.contract_id = k.contract_id AND t.claim_id = k.id
) d
WHERE k.contract_id = ANY (%(ids)s::bigint[]) AND NOT s.is_dropped
    AND NOT (s.is_awaited AND k.paid_to = 'CLIENT')
    AND (s.impaired_cents <> d.doubtful_cents
        OR NOT s.is_decided AND k.policy_id IS NOT NULL AND d.doubtful_cents > 0)
ORDER BY k.contract_id, k.id
