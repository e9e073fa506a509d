-- One row: a step about an over-advance that counts still, with what its act has booked of it: the
-- entries of its own contract and of the other.
SELECT s.id, s.step, s.step_on, s.amount_cents, s.of_loss_cents, s.party_id, s.payment_id,
    s.other_contract_id, s.act_id
FROM recourse_step_now s
WHERE s.contract_id = %(contract_id)s AND s.id = %(id)s
