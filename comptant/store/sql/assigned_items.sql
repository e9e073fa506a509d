-- One row per invoice or credit note (below zero) asked for: what was assigned, what is left, what
-- was billed on it.
SELECT id, invoice_number, buyer_id, amount_cents, open_cents, fee_cents, least_fee_cents,
    fee_bill_id
FROM invoice WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[])
ORDER BY id
