-- One row per invoice asked for that a policy covers: the step that was told last and counts, and
-- whether a claim that stands has it.
SELECT DISTINCT ON (s.invoice_id) s.invoice_id, s.id, s.step, s.step = 'CLAIMED' AND EXISTS (
    SELECT FROM claim_item i WHERE i.contract_id = s.contract_id AND i.policy_id = s.policy_id
        AND i.invoice_id = s.invoice_id AND NOT EXISTS (SELECT FROM claim_step_now d
            WHERE d.contract_id = i.contract_id AND d.claim_id = i.claim_id
                AND d.step = 'DROPPED')) AS is_of_claim
FROM cover_step_now s
WHERE s.contract_id = %(contract_id)s AND s.policy_id = %(policy_id)s
    AND s.invoice_id = ANY (%(invoice_ids)s::bigint[])
ORDER BY s.invoice_id, s.id DESC
