-- One row for administrators, accountants and auditors per approval that an act proposed or
-- decided, with both acts: the other one carried it, or answered it.
SELECT a.id AS approval_id, a.kind, k.number AS contract_number, a.amount_cents, a.currency,
    u.login AS proposed_by, a.proposed_at,
    a.act_id AS proposed_act_id, v.login AS decided_by, d.decided_at, d.decision,
        d.reason AS reason_text, d.act_id AS decided_act_id
FROM (SELECT id FROM approval WHERE act_id = %(id)s UNION SELECT approval_id FROM approval_decision
    WHERE act_id = %(id)s) one
JOIN approval a ON a.id = one.id
JOIN app_user u ON u.id = a.proposed_by
LEFT JOIN approval_decision d ON d.approval_id = a.id
LEFT JOIN app_user v ON v.id = d.decided_by
LEFT JOIN contract k ON k.id = a.contract_id
WHERE (SELECT reading_acts())
