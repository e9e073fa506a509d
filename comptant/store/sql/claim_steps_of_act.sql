-- One row per step of claims that an act has kept and that counts still.
SELECT s.id, s.claim_id, s.step, s.due_cents
FROM claim_step_now s
WHERE s.contract_id = %(contract_id)s AND s.act_id = %(act_id)s
ORDER BY s.id
