-- One row per line of the entries that people have booked by hand on a day, with both of them.
SELECT e.id AS entry_id, k.number AS contract_number, p.account, p.currency, p.amount_cents,
    e.reverses_id,
    a.arguments ->> 'reason' AS reason_text, u.login AS proposed_by, v.login AS decided_by
FROM entry e
JOIN contract k ON k.id = e.contract_id
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
JOIN approval_decision d ON d.act_id = e.act_id
JOIN approval a ON a.id = d.approval_id AND a.kind = 'manual_entry'
JOIN app_user u ON u.id = a.proposed_by
JOIN app_user v ON v.id = d.decided_by
WHERE e.entry_on = %(day)s
ORDER BY e.id, p.line
