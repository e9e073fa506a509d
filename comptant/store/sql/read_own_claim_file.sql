-- One row: a claim under the policies of the reading insurer, with what its indemnity is reckoned
-- by; `*_before_cents`: of its other claims of the insurance year, `loss_*_cents` of those of the
-- same loss of the buyer, as read_claims_used has them.
SELECT c.id, c.policy_id, c.policy_number, c.contract_number, c.claim_number, c.buyer_name,
    c.currency, c.opened_on, c.waiting_until_on, c.debt_cents, c.insurable_cents, c.covered_cents,
    c.accepted_cents, c.received_cents, c.recovered_cents,
    c.recovered_cents AS recovered_since_cents,
    c.claim_state, c.decided_on, c.terms,
    c.below_cents, c.offered_cents, c.owed_then_cents, c.is_accepted, c.withheld_cents,
    u.first_loss_cents AS first_loss_before_cents, u.indemnity_cents AS indemnity_before_cents,
    u.deductible_before_cents, u.loss_beside_cents
FROM own_claim c
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.first_loss_cents) FILTER (WHERE x.is_before AND x.is_of_year), 0)::bigint
            AS first_loss_cents,
        coalesce(sum(o.accepted_cents) FILTER (WHERE x.is_before AND x.is_of_year), 0)::bigint
            AS indemnity_cents,
        coalesce(sum(o.deductible_taken_cents) FILTER (WHERE x.is_before AND x.is_of_loss),
            0)::bigint AS deductible_before_cents,
        coalesce(sum(CASE WHEN x.is_before THEN o.loss_base_cents ELSE o.covered_cents END)
            FILTER (WHERE x.is_of_loss), 0)::bigint AS loss_beside_cents
    FROM own_claim o
    CROSS JOIN LATERAL (SELECT coalesce(o.accepted_id < coalesce(c.accepted_id,
            o.accepted_id + 1), false) AS is_before, o.year_on = c.year_on AS is_of_year,
        o.buyer_id = c.buyer_id AND greatest(o.delivered_on, c.delivered_on)
            <= least(o.opened_on, c.opened_on) AS is_of_loss) x
    WHERE o.policy_id = c.policy_id AND o.id <> c.id
        AND o.claim_state NOT IN ('REFUSED', 'DROPPED')
) u
WHERE c.id = %(id)s AND coalesce(c.opened_on <= %(on)s::date, true)
