-- One row per entry of a claim, or of a step about an over-advance, that took money of payments
-- asked for: with the claim's number.
SELECT w.contract_id, w.payment_id, e.id AS entry_id, t.claim_number
FROM unnest(%(contract_ids)s::bigint[], %(payment_ids)s::bigint[]) w (contract_id, payment_id)
CROSS JOIN LATERAL (
    SELECT s.act_id, c.claim_number FROM claim_step_now s
    JOIN claim c ON c.contract_id = s.contract_id AND c.id = s.claim_id
    WHERE s.contract_id = w.contract_id AND s.payment_id = w.payment_id
    UNION ALL
    SELECT r.act_id, NULL FROM recourse_step_now r
    WHERE r.contract_id = w.contract_id AND r.payment_id = w.payment_id
) t
JOIN entry e ON e.contract_id = w.contract_id AND e.act_id = t.act_id AND e.reverses_id IS NULL
ORDER BY w.contract_id, e.id
