-- One row: a premium, its insurer, and how it stands.
SELECT m.id, m.policy_id, p.policy_number, p.insurer_id, p.currency, m.until_on, m.due_on,
    m.total_cents, m.entry_id, s.premium_state
FROM premium m JOIN policy p ON p.id = m.policy_id
CROSS JOIN LATERAL premium_standing(m.id) s
WHERE m.id = %(premium_id)s
