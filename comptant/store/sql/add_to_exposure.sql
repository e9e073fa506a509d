-- One row per buyer and class of a contract: what the event changed is added to its sums.
UPDATE exposure e SET
    outstanding_cents = e.outstanding_cents + d.outstanding_cents,
    ineligible_cents = e.ineligible_cents + d.ineligible_cents,
    reduction_cents = e.reduction_cents + d.reduction_cents,
    approved_cents = e.approved_cents + d.approved_cents,
    open_count = e.open_count + d.open_count,
    unapplied_credit_cents = e.unapplied_credit_cents + d.unapplied_credit_cents,
    unallocated_cash_cents = e.unallocated_cash_cents + d.unallocated_cash_cents
FROM exposure_delta d
WHERE e.contract_id = %(contract_id)s AND e.buyer_id = d.buyer_id AND e.currency = %(currency)s
    AND e.advance_class = d.advance_class
