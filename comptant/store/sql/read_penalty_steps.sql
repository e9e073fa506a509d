-- One row per entry of a claim of penalties: claimed, paid, waived (why), or undone.
SELECT m.entry_id, m.against_id, e.entry_on, e.value_on, e.event, m.amount_cents, p.currency,
    coalesce(w.reason, '') AS reason, u.login AS by_login
FROM movement m
JOIN penalty p ON p.contract_id = m.contract_id AND p.id = m.item_id
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
JOIN act a ON a.id = e.act_id
LEFT JOIN app_user u ON u.id = a.by_id
LEFT JOIN penalty_waiver w ON w.contract_id = m.contract_id AND w.penalty_id = m.item_id
    AND w.entry_id = m.entry_id
WHERE m.contract_id = %(contract_id)s AND m.item_id = %(penalty_id)s AND m.account = 'PEN'
ORDER BY m.entry_id, m.against_id
