-- One row: a decision that an insurer told, and what became of it.
INSERT INTO insurer_answer (insurer_id, answer_id, told_on, content, outcome, refusal, facts,
    policy_id, message_id, act_id)
VALUES (%(insurer_id)s, %(answer_id)s, %(told_on)s, %(content)s::jsonb, %(outcome)s, %(refusal)s,
    %(facts)s::jsonb, %(policy_id)s, %(message_id)s, %(act_id)s)
