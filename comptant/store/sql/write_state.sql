-- One row per invoice whose state was decided again and differs.
UPDATE invoice i SET open_cents = n.open_cents, approved_cents = n.approved_cents,
    ineligible_cents = n.ineligible_cents, reduction_cents = n.reduction_cents,
    advance_class = n.advance_class, hold = n.hold, holds = nullif(n.holds, ''),
        next_change_on = n.next_change_on
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(open_cents)s::bigint[],
    %(approved_cents)s::bigint[],
    %(ineligible_cents)s::bigint[], %(reduction_cents)s::bigint[], %(advance_class)s::text[],
        %(hold)s::text[],
    %(holds)s::text[], %(next_change_on)s::date[])
    AS n (contract_id, invoice_id, open_cents, approved_cents, ineligible_cents, reduction_cents,
        advance_class, hold,
        holds, next_change_on)
WHERE i.contract_id = n.contract_id AND i.id = n.invoice_id
