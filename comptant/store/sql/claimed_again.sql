-- One row per invoice whose file a dropped claim had said not to be sent after all: it was, on its
-- first day, since the dropping is undone.
INSERT INTO cover_step (contract_id, id, policy_id, invoice_id, step, step_on, reference, undoes_id,
    told_number, act_id)
SELECT s.contract_id, nextval('ids'), s.policy_id, s.invoice_id, s.step, s.step_on, s.reference,
    NULL, (SELECT count(*) FROM cover_step x WHERE x.contract_id = s.contract_id
        AND x.policy_id = s.policy_id AND x.invoice_id = s.invoice_id AND x.step = 'UNDONE'),
    %(act_id)s
FROM cover_step u
JOIN cover_step s ON s.contract_id = u.contract_id AND s.id = u.undoes_id AND s.step = 'CLAIMED'
WHERE u.contract_id = %(contract_id)s AND u.act_id = %(dropped_act_id)s AND u.step = 'UNDONE'
    AND NOT EXISTS (SELECT FROM cover_step_now n WHERE n.contract_id = s.contract_id
        AND n.policy_id = s.policy_id AND n.invoice_id = s.invoice_id AND n.step = 'CLAIMED')
ORDER BY s.id
