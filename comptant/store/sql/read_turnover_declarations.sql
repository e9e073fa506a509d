-- One row per declaration of turnover to an insurer, the latest first.
SELECT d.policy_id, p.policy_number, i.name AS insurer_name, p.currency, d.from_on, d.until_on,
    d.turnover_cents AS declared_turnover_cents, d.insured_base, d.declared_on, d.reference
FROM turnover_declared d
JOIN policy p ON p.id = d.policy_id
LEFT JOIN party i ON i.id = p.insurer_id
WHERE %(policy_id)s::bigint IS NULL OR d.policy_id = %(policy_id)s
ORDER BY d.policy_id DESC, d.until_on DESC
