-- One row per step of a payable of a programme.
SELECT s.value_on, s.step AS payable_step, s.amount_cents, s.discount_cents, p.currency, s.entry_id,
    s.reason
FROM payable_step s
JOIN payable p ON p.contract_id = s.contract_id AND p.id = s.payable_id
WHERE s.contract_id = %(contract_id)s AND s.payable_id = %(id)s
ORDER BY s.act_id, s.step
