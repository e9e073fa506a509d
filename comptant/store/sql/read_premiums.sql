-- One row per premium of a period of a policy, how it stands, and its order.
SELECT m.id, m.policy_id, p.policy_number, i.name AS insurer_name, h.name AS holder_name,
    p.currency, m.from_on, m.until_on, m.due_on, m.base_cents AS premium_base_cents,
    m.premium_cents, m.tax_cents AS period_tax_cents, m.limit_count, m.limit_fees_cents,
    m.fees_vat_cents AS limit_fees_vat_cents, m.total_cents, s.premium_state, s.order_id,
    s.paid_on, coalesce(x.billed_cents, 0)::bigint AS rebilled_cents
FROM premium m
JOIN policy p ON p.id = m.policy_id
LEFT JOIN party i ON i.id = p.insurer_id
LEFT JOIN party h ON h.id = p.holder_id
CROSS JOIN LATERAL premium_standing(m.id) s
LEFT JOIN LATERAL (SELECT sum(w.billed_cents) AS billed_cents FROM premium_share w
    WHERE w.premium_id = m.id) x ON true
WHERE %(policy_id)s::bigint IS NULL OR m.policy_id = %(policy_id)s
ORDER BY m.id DESC
