-- One row per buyer and class of some contracts, with what the buyer may set off on one of its
-- rows.
SELECT e.contract_id, nullif(e.buyer_id, 0) AS buyer_id, e.advance_class, e.currency,
    e.outstanding_cents, e.ineligible_cents,
    e.reduction_cents, e.approved_cents, e.unapplied_credit_cents, e.unallocated_cash_cents,
    CASE WHEN row_number() OVER (PARTITION BY e.contract_id, e.buyer_id
        ORDER BY e.advance_class DESC) = 1
        THEN coalesce(s.cents, 0) ELSE 0 END AS set_off_cents
FROM exposure e
LEFT JOIN (
    SELECT contract_id, subject_id, sum((value)::bigint)::bigint AS cents FROM (
        SELECT DISTINCT ON (contract_id, subject_id, name) contract_id, subject_id, value FROM term
        WHERE contract_id = ANY (%(ids)s::bigint[]) AND subject = 'BUYER'
            AND name IN ('set_off_cents', 'claimed_cents')
            AND valid_from_on <= %(on)s
        ORDER BY contract_id, subject_id, name, valid_from_on DESC, recorded_at DESC
    ) latest GROUP BY contract_id, subject_id
) s ON s.contract_id = e.contract_id AND s.subject_id = e.buyer_id
WHERE e.contract_id = ANY (%(ids)s::bigint[])
ORDER BY e.contract_id, e.buyer_id, e.advance_class
