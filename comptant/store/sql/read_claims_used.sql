-- One row: what the other claims accepted between two days under a policy have used of its first
-- loss and of its maximum, of whatever contracts; of a claim accepted itself: those kept before it.
SELECT coalesce(sum(s.first_loss_cents), 0)::bigint AS first_loss_cents,
    coalesce(sum(s.amount_cents), 0)::bigint AS indemnity_cents
FROM claim c
JOIN claim_step_now s ON s.contract_id = c.contract_id AND s.claim_id = c.id AND s.step = 'ACCEPTED'
WHERE c.policy_id = %(policy_id)s AND c.id <> %(id)s
    AND s.step_on BETWEEN %(from_on)s AND %(until_on)s
    AND NOT EXISTS (SELECT FROM claim d
        JOIN claim_step_now o ON o.contract_id = d.contract_id AND o.claim_id = d.id
            AND o.step = 'ACCEPTED'
        WHERE d.policy_id = %(policy_id)s AND d.id = %(id)s AND o.id < s.id)
