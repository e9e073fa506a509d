-- One row per thing done about an over-advance that its client does not repay, of a contract or of
-- all; the house's own reasons (of a loss, a set-off, an undoing) are for the house alone.
SELECT s.id, s.contract_id, k.number AS contract_number, s.step AS recourse_step, s.step_on,
    s.amount_cents, k.currency, g.name AS guarantor_name, o.number AS other_number, s.payment_id,
    CASE WHEN s.step = 'REGAINED' AND s.payment_id IS NULL THEN NULL
        WHEN s.step IN ('CALLED', 'PAID', 'REGAINED') OR reading_for_factor()
        THEN s.reference END AS reference,
    s.of_loss_cents, s.undoes_id, u.id IS NOT NULL AS is_undone
FROM recourse_step s
JOIN contract k ON k.id = s.contract_id
LEFT JOIN party g ON g.id = s.party_id
LEFT JOIN contract o ON o.id = s.other_contract_id
LEFT JOIN recourse_step u ON u.contract_id = s.contract_id AND u.undoes_id = s.id
WHERE (%(contract_id)s::bigint IS NULL OR s.contract_id = %(contract_id)s)
ORDER BY s.id DESC
