-- One row per turnover declared to the reading insurer.
SELECT policy_id, policy_number, currency, from_on, until_on, declared_turnover_cents,
    insured_base, declared_on, reference
FROM own_turnover ORDER BY policy_id, until_on
