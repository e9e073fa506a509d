-- One row: a step with an insurer about an invoice; one that is told already is left as it is.
INSERT INTO cover_step (contract_id, id, policy_id, invoice_id, step, step_on, reference, undoes_id,
    told_number, act_id)
SELECT %(contract_id)s, %(id)s, %(policy_id)s, %(invoice_id)s, %(step)s, %(step_on)s,
    %(reference)s, %(undoes_id)s, (SELECT count(*) FROM cover_step u
        WHERE u.contract_id = %(contract_id)s AND u.policy_id = %(policy_id)s
            AND u.invoice_id = %(invoice_id)s AND u.step = 'UNDONE'), %(act_id)s
WHERE NOT EXISTS (SELECT FROM cover_step_now s WHERE s.contract_id = %(contract_id)s
    AND s.policy_id = %(policy_id)s AND s.invoice_id = %(invoice_id)s AND s.step = %(step)s)
