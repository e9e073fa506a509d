-- One row per step of claims of a contract or of all, or of one claim: what was accepted, received,
-- recovered or lost, and who has had what.
SELECT s.id, s.claim_id, c.claim_number, c.contract_id, k.number AS contract_number, c.currency,
    s.step AS claim_step, s.step_on, s.amount_cents, s.insurer_cents, s.factor_cents,
    s.client_cents, s.cost_cents AS recovery_cost_cents, s.insurer_cost_cents,
    s.impaired_cents, s.reference
FROM claim_step s
JOIN claim c ON c.contract_id = s.contract_id AND c.id = s.claim_id
JOIN contract k ON k.id = c.contract_id
WHERE (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR s.claim_id = %(id)s)
ORDER BY s.id DESC
