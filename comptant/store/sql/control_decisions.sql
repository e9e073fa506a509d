-- One row per decision that took two people on a day; by which program's key it was proposed, if by
-- one.
SELECT d.approval_id, a.kind, k.number AS contract_number, a.currency, a.amount_cents,
    u.login AS proposed_by,
    v.login AS decided_by, d.decision, d.reason AS reason_text, y.name AS key_name
FROM approval_decision d
JOIN act c ON c.id = d.act_id
JOIN approval a ON a.id = d.approval_id
JOIN app_user u ON u.id = d.proposed_by
JOIN app_user v ON v.id = d.decided_by
LEFT JOIN act w ON w.id = a.act_id
LEFT JOIN api_key y ON y.id = w.key_id
LEFT JOIN contract k ON k.id = a.contract_id
WHERE c.on_date = %(day)s
ORDER BY d.approval_id
