-- One row: a declaration of turnover, or a slip that takes the one before it back.
INSERT INTO turnover_declaration (policy_id, from_on, until_on, turnover_cents, insured_base,
    declared_on, reference, is_slip, told_number, act_id)
SELECT %(policy_id)s, %(from_on)s, %(until_on)s, %(turnover_cents)s, %(insured_base)s,
    %(declared_on)s, %(reference)s, %(is_slip)s, (SELECT count(*) FROM turnover_declaration u
        WHERE u.policy_id = %(policy_id)s AND u.until_on = %(until_on)s AND u.is_slip), %(act_id)s
