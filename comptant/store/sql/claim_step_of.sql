-- One row: a step of a claim that counts still, with whether what it moved is kept and whether its
-- act took its money from nobody's.
SELECT s.id, s.claim_id, s.step, s.step_on, s.amount_cents, s.due_cents, s.payment_id, s.act_id,
    EXISTS (SELECT FROM claim_move m WHERE m.contract_id = s.contract_id AND m.act_id = s.act_id)
        AS is_kept,
    EXISTS (SELECT FROM entry e WHERE e.contract_id = s.contract_id AND e.act_id = s.act_id
        AND e.event = 'cash_moved_in') AS was_nobodys
FROM claim_step_now s
WHERE s.contract_id = %(contract_id)s AND s.claim_id = %(claim_id)s AND s.id = %(id)s
