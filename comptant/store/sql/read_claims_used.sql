-- One row: what other claims under a policy, of whatever contracts, have used: of the first loss
-- and of the maximum of an insurance year, those accepted on deliveries of it; of the deductible
-- and the threshold of one loss, those on its buyer for deliveries before the other was opened.
-- Of a claim accepted itself: those accepted before it, or (%(is_all)s) all.
SELECT coalesce(sum(s.first_loss_cents) FILTER (WHERE x.is_of_year), 0)::bigint AS first_loss_cents,
    coalesce(sum(s.amount_cents) FILTER (WHERE x.is_of_year), 0)::bigint AS indemnity_cents,
    coalesce(sum(coalesce(s.deductible_cents, (c.terms ->> 'loss_deductible_cents')::bigint))
        FILTER (WHERE s.id IS NOT NULL AND x.is_of_loss), 0)::bigint AS loss_deductible_cents,
    coalesce(sum(CASE WHEN s.id IS NULL THEN t.covered_cents ELSE s.loss_base_cents END)
        FILTER (WHERE x.is_of_loss), 0)::bigint AS loss_beside_cents
FROM claim_year y
JOIN claim c ON c.contract_id = y.contract_id AND c.id = y.claim_id
LEFT JOIN claim_step_now s ON s.contract_id = y.contract_id AND s.claim_id = y.claim_id
    AND s.step = 'ACCEPTED' AND (%(is_all)s OR NOT EXISTS (SELECT FROM claim d
        JOIN claim_step_now o ON o.contract_id = d.contract_id AND o.claim_id = d.id
            AND o.step = 'ACCEPTED'
        WHERE d.policy_id = %(policy_id)s AND d.id = %(id)s AND o.id < s.id))
CROSS JOIN LATERAL (SELECT sum(i.covered_cents) AS covered_cents FROM claim_item i
    WHERE i.contract_id = y.contract_id AND i.claim_id = y.claim_id) t
CROSS JOIN LATERAL (SELECT y.year_on = %(year_on)s::date AS is_of_year,
    y.buyer_id = %(buyer_id)s AND greatest(y.delivered_on, %(delivered_on)s::date)
        <= least(y.opened_on, %(opened_on)s::date) AS is_of_loss) x
WHERE y.policy_id = %(policy_id)s AND y.claim_id <> %(id)s
    AND NOT EXISTS (SELECT FROM claim_step_now e WHERE e.contract_id = y.contract_id
        AND e.claim_id = y.claim_id AND e.step IN ('REFUSED', 'DROPPED'))
