-- One row per recovery on the claims of the reading insurer.
SELECT id, policy_id, policy_number, claim_number, buyer_name, currency, recovered_on,
    recovery_cents, recovery_cost_cents, insurer_recovery_cents, insurer_cost_cents, reference
FROM own_recovery ORDER BY id
