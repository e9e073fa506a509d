-- One row: the oldest recovery of a claim under a policy that no message has told its insurer.
SELECT s.id AS step_id, c.policy_id, c.buyer_id, c.claim_number, s.step_on AS recovered_on,
    s.amount_cents AS recovery_cents, s.cost_cents AS recovery_cost_cents,
    s.insurer_cents AS insurer_recovery_cents, s.insurer_cost_cents
FROM claim c
JOIN claim_step_now s ON s.contract_id = c.contract_id AND s.claim_id = c.id
    AND s.step = 'RECOVERED'
WHERE c.contract_id = %(contract_id)s AND c.id = %(claim_id)s AND c.policy_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM insurer_message m WHERE m.kind = 'RECOVERY'
        AND m.subject_id = s.id)
ORDER BY s.id LIMIT 1
