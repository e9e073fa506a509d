-- One row per invoice whose fee had not been billed yet: it is on this bill from now on; the base
-- of a fee given back is below zero. Of a deed that is not signed nothing is billed, unless it is
-- gone, so that nothing ever will be.
UPDATE invoice i SET fee_bill_id = w.entry_id
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[],
    %(entry_id)s::bigint[]) w (contract_id, invoice_id, entry_id)
WHERE i.contract_id = w.contract_id AND i.id = w.invoice_id AND i.fee_bill_id IS NULL
    AND i.fee_cents <> 0
    AND (%(is_gone)s OR NOT EXISTS (SELECT FROM deed_unsigned u WHERE u.contract_id = i.contract_id
        AND u.remittance_id = i.remittance_id))
RETURNING i.contract_id, w.entry_id, sign(i.fee_cents)::bigint * abs(i.amount_cents) AS base_cents,
    i.fee_cents,
    coalesce(i.least_fee_cents, 0) AS least_fee_cents
