-- One row: a step of a claim. A decision counts how often the insurer's word was undone before, and
-- (%(is_more)s) what it had accepted before.
INSERT INTO claim_step (contract_id, id, claim_id, step, step_on, amount_cents, loss_base_cents,
    first_loss_cents, due_cents, factor_cents, client_cents, insurer_cents, cost_cents,
    insurer_cost_cents, client_cost_cents, impaired_cents, other_cents, payment_id, reference,
    undoes_id, act_id, deductible_cents, withheld_cents, decision_number)
VALUES (%(contract_id)s, %(id)s, %(claim_id)s, %(step)s, %(step_on)s, %(amount_cents)s,
    %(loss_base_cents)s, %(first_loss_cents)s, %(due_cents)s, %(factor_cents)s, %(client_cents)s,
    %(insurer_cents)s, %(cost_cents)s, %(insurer_cost_cents)s, %(client_cost_cents)s,
    %(impaired_cents)s, %(other_cents)s, %(payment_id)s, %(reference)s, %(undoes_id)s, %(act_id)s,
    %(deductible_cents)s, %(withheld_cents)s,
    (SELECT count(*) FROM claim_step u
        JOIN claim_step d ON d.contract_id = u.contract_id AND d.id = u.undoes_id
        WHERE u.contract_id = %(contract_id)s AND u.claim_id = %(claim_id)s
            AND d.step IN ('ACCEPTED', 'REFUSED'))
    + (SELECT count(*) FROM claim_step_now n WHERE %(is_more)s AND n.contract_id = %(contract_id)s
        AND n.claim_id = %(claim_id)s AND n.step = 'ACCEPTED'))
