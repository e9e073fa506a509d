-- One row per thing done about an over-advance that its client does not repay, of a contract or of
-- all.
SELECT s.id, s.contract_id, k.number AS contract_number, s.step AS recourse_step, s.step_on,
    s.amount_cents, k.currency, g.name AS guarantor_name, o.number AS other_number, s.payment_id,
    s.reference
FROM recourse_step s
JOIN contract k ON k.id = s.contract_id
LEFT JOIN party g ON g.id = s.party_id
LEFT JOIN contract o ON o.id = s.other_contract_id
WHERE (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
ORDER BY s.id DESC
