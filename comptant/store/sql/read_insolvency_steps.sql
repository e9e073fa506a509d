-- One row per thing done about a party in proceedings, on a contract or on all.
SELECT s.id, s.contract_id, k.number AS contract_number, s.party_id, p.name AS party_name,
    s.part AS failed_part, s.step AS insolvency_step, s.step_on, s.amount_cents, s.impaired_cents,
    k.currency, s.reference
FROM insolvency_step s
JOIN contract k ON k.id = s.contract_id
JOIN party p ON p.id = s.party_id
WHERE %(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s
ORDER BY s.id DESC
