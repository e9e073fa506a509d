-- One row per invoice of a dropped claim that was claimed anew under its policy.
SELECT i.invoice_number, c.claim_number
FROM claim_item t
JOIN claim_item o ON o.contract_id = t.contract_id AND o.policy_id = t.policy_id
    AND o.invoice_id = t.invoice_id AND o.claim_id <> t.claim_id AND NOT o.is_dropped
JOIN claim c ON c.contract_id = o.contract_id AND c.id = o.claim_id
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
WHERE t.contract_id = %(contract_id)s AND t.claim_id = %(claim_id)s
ORDER BY i.invoice_number
