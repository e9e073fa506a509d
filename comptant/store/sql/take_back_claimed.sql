-- One row per invoice of a claim that is dropped: that its file was sent, kept as the claim was
-- opened (or its dropping undone), is taken back.
INSERT INTO cover_step (contract_id, id, policy_id, invoice_id, step, step_on, reference, undoes_id,
    told_number, act_id)
SELECT s.contract_id, nextval('ids'), s.policy_id, s.invoice_id, 'UNDONE', %(on)s, %(reason)s, s.id,
    (SELECT count(*) FROM cover_step u WHERE u.contract_id = s.contract_id
        AND u.policy_id = s.policy_id AND u.invoice_id = s.invoice_id AND u.step = 'UNDONE'),
    %(act_id)s
FROM claim c
JOIN cover_step_now s ON s.contract_id = c.contract_id AND s.policy_id = c.policy_id
    AND s.step = 'CLAIMED' AND s.act_id IN (SELECT z.act_id FROM claim_step z
        WHERE z.contract_id = c.contract_id AND z.claim_id = c.id)
WHERE c.contract_id = %(contract_id)s AND c.id = %(claim_id)s
ORDER BY s.id
