-- One row per invoice or credit note (below zero) asked for: what was assigned, what is left, what
-- was billed on it and whether that bill has been reversed.
SELECT i.id, i.invoice_number, i.buyer_id, i.amount_cents, i.open_cents, i.fee_cents,
    i.least_fee_cents, i.fee_bill_id,
    i.fee_bill_id IS NOT NULL AND EXISTS (SELECT FROM entry r WHERE r.contract_id = i.contract_id
        AND r.reverses_id = i.fee_bill_id) AS is_bill_reversed
FROM invoice i WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(ids)s::bigint[])
ORDER BY i.id
