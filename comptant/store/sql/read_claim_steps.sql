-- One row per step of claims of a contract or of all, or of one claim: what was accepted, received,
-- recovered or lost, and who has had what; the house's own
-- reasons (of a loss, a dropping, an undoing) are for the house alone.
SELECT s.id, s.claim_id, c.claim_number, c.contract_id, k.number AS contract_number, c.currency,
    s.step AS claim_step, s.step_on, s.amount_cents, s.insurer_cents, s.factor_cents,
    s.client_cents, s.cost_cents AS recovery_cost_cents, s.insurer_cost_cents,
    s.impaired_cents, s.other_cents, s.undoes_id, u.id IS NOT NULL AS is_undone,
    CASE WHEN s.step IN ('UNDONE', 'DROPPED', 'WRITTEN_OFF') AND NOT reading_for_factor() THEN NULL
        ELSE s.reference END AS reference
FROM claim_step s
JOIN claim c ON c.contract_id = s.contract_id AND c.id = s.claim_id
JOIN contract k ON k.id = c.contract_id
LEFT JOIN claim_step u ON u.contract_id = s.contract_id AND u.undoes_id = s.id
WHERE (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR s.claim_id = %(id)s)
ORDER BY s.id DESC
