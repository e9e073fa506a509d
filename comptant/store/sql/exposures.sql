-- One row per buyer and class of a contract, with what the buyer may set off on one of its rows.
SELECT e.contract_id, nullif(e.buyer_id, 0) AS buyer_id, e.advance_class, e.currency, e.outstanding_cents, e.ineligible_cents,
    e.reduction_cents, e.approved_cents, e.unapplied_credit_cents, e.unallocated_cash_cents,
    CASE WHEN row_number() OVER (PARTITION BY e.buyer_id ORDER BY e.advance_class DESC) = 1
        THEN coalesce(s.cents, 0) ELSE 0 END AS set_off_cents
FROM exposure e
LEFT JOIN (
    SELECT subject_id, sum((value)::bigint)::bigint AS cents FROM (
        SELECT DISTINCT ON (subject_id, name) subject_id, value FROM term
        WHERE contract_id = %(contract_id)s AND subject = 'BUYER' AND name IN ('set_off_cents', 'claimed_cents')
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, name, valid_from_on DESC, recorded_at DESC
    ) latest GROUP BY subject_id
) s ON s.subject_id = e.buyer_id
WHERE e.contract_id = %(contract_id)s
ORDER BY e.buyer_id, e.advance_class
