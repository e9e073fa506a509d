-- One row per invoice asked for that is in a claim which its insurer has not refused.
SELECT i.invoice_number, k.claim_number
FROM claim_item m
JOIN claim k ON k.contract_id = m.contract_id AND k.id = m.claim_id
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.invoice_id
WHERE m.contract_id = %(contract_id)s AND m.invoice_id = ANY (%(ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM claim_step s WHERE s.contract_id = m.contract_id
        AND s.claim_id = m.claim_id AND s.step = 'REFUSED')
ORDER BY i.invoice_number, k.claim_number
