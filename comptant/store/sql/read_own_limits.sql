-- One row per policy of the reading insurer and buyer that it covers: limit and its use.
SELECT policy_id, policy_number, buyer_id, buyer_name, country, siren, currency, policy_decision,
    decision_number, limit_cents, until_on, outstanding_cents, overdue_cents, oldest_due_on
FROM own_limit_use ORDER BY policy_id, buyer_id
