-- One row per invoice whose state was decided again and differs.
UPDATE invoice i SET open_cents = n.open_cents, approved_cents = n.approved_cents,
    ineligible_cents = n.ineligible_cents, reduction_cents = n.reduction_cents,
    advance_class = n.advance_class, hold = n.hold, holds = nullif(n.holds, ''), next_change_on = n.next_change_on
FROM new_state n
WHERE i.contract_id = %(contract_id)s AND i.id = n.invoice_id
