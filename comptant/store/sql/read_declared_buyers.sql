-- One row per policy and buyer of which a debt was declared to the insurer by a day, of a contract
-- or of all.
SELECT DISTINCT s.policy_id, i.buyer_id
FROM cover_step s
JOIN invoice i ON i.contract_id = s.contract_id AND i.id = s.invoice_id
WHERE s.step = 'DECLARED' AND s.step_on <= %(on)s
    AND (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
ORDER BY s.policy_id, i.buyer_id
