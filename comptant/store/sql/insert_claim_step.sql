-- One row: a step of a claim.
INSERT INTO claim_step (contract_id, id, claim_id, step, step_on, amount_cents, loss_base_cents,
    first_loss_cents, due_cents, factor_cents, client_cents, insurer_cents, cost_cents,
    insurer_cost_cents, client_cost_cents, impaired_cents, payment_id, reference, act_id)
VALUES (%(contract_id)s, %(id)s, %(claim_id)s, %(step)s, %(step_on)s, %(amount_cents)s,
    %(loss_base_cents)s, %(first_loss_cents)s, %(due_cents)s, %(factor_cents)s, %(client_cents)s,
    %(insurer_cents)s, %(cost_cents)s, %(insurer_cost_cents)s, %(client_cost_cents)s,
    %(impaired_cents)s, %(payment_id)s, %(reference)s, %(act_id)s)
