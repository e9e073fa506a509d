-- One row: a claim under the policies of the reading insurer, with what its indemnity is reckoned
-- by; `first_loss_before_cents`, `indemnity_before_cents`: of its other claims of the year.
SELECT c.id, c.policy_id, c.policy_number, c.contract_number, c.claim_number, c.buyer_name,
    c.currency, c.opened_on, c.waiting_until_on, c.debt_cents, c.insurable_cents, c.covered_cents,
    c.accepted_cents, c.received_cents, c.recovered_cents AS recovered_since_cents,
    c.claim_state, c.decided_on, c.terms,
    c.below_cents, c.offered_cents, c.owed_then_cents, c.is_accepted,
    u.first_loss_cents AS first_loss_before_cents, u.indemnity_cents AS indemnity_before_cents
FROM own_claim c
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.first_loss_cents), 0)::bigint AS first_loss_cents,
        coalesce(sum(o.accepted_cents), 0)::bigint AS indemnity_cents
    FROM own_claim o
    WHERE o.policy_id = c.policy_id AND o.id <> c.id AND o.is_accepted AND o.decided_on
        BETWEEN date_trunc('year', coalesce(c.decided_on, %(on)s::date))::date
            AND coalesce(c.decided_on, %(on)s::date)
) u
WHERE c.id = %(id)s
