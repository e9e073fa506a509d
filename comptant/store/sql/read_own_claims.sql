-- One row per claim under the policies of the reading insurer.
SELECT id, policy_id, policy_number, contract_number, claim_number, buyer_name, currency,
    opened_on, waiting_until_on, debt_cents, insurable_cents, covered_cents, accepted_cents,
    received_cents, recovered_cents, recovered_cents AS recovered_since_cents,
    share_back_cents, claim_state, decided_on
FROM own_claim ORDER BY id
