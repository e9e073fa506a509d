-- One row per exception granted under contracts: who granted it.
SELECT a.contract_id, a.id AS approval_id, d.decided_by AS decider_id, t.on_date AS decided_on
FROM approval a
JOIN approval_decision d ON d.approval_id = a.id AND d.decision = 'APPROVED'
JOIN act t ON t.id = d.act_id
WHERE a.kind = 'exception' AND a.contract_id = ANY (%(contract_ids)s::bigint[])
    AND t.on_date BETWEEN %(from_on)s::date AND %(on)s::date
ORDER BY a.contract_id, a.id
