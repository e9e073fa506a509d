-- One row: the last thing that came after a step of a claim, of it or of another on its invoices;
-- nothing that the step's own act has kept.
SELECT s.id, s.step, s.step_on, c.claim_number
FROM claim_step_now s
JOIN claim c ON c.contract_id = s.contract_id AND c.id = s.claim_id
WHERE s.contract_id = %(contract_id)s AND s.id > %(id)s AND s.act_id <> %(act_id)s
    AND s.step IN ('ACCEPTED', 'REFUSED', 'RECEIVED', 'RECOVERED', 'WRITTEN_OFF')
    AND (s.claim_id = %(claim_id)s OR EXISTS (SELECT FROM claim_item o JOIN claim_item t
        ON t.contract_id = o.contract_id AND t.invoice_id = o.invoice_id
        WHERE o.contract_id = s.contract_id AND o.claim_id = s.claim_id
            AND t.claim_id = %(claim_id)s AND NOT o.is_dropped))
ORDER BY s.id DESC LIMIT 1
