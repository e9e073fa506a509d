-- One row per policy of the reading insurer, with its terms in force.
SELECT id, policy_number, holder_name, currency, from_on, insured_base, insured_ppm, is_delegated,
    buyer_count
FROM own_policy ORDER BY id
