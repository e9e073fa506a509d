-- One row per step of a dispute, in order.
SELECT t.step_on, t.kind AS dispute_step, t.amount_cents, t.evidence, u.login AS by_login,
    i.currency
FROM dispute_step t
JOIN dispute d ON d.contract_id = t.contract_id AND d.id = t.dispute_id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
LEFT JOIN act a ON a.id = t.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE t.contract_id = %(contract_id)s AND t.dispute_id = %(dispute_id)s
ORDER BY t.id
