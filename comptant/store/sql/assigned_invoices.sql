-- One row per invoice asked for that is not a credit note: what was assigned, what is left, what was billed on it.
SELECT id, invoice_number, buyer_id, amount_cents, open_cents, fee_cents, least_fee_cents, fee_bill_id
FROM invoice WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND amount_cents > 0
ORDER BY id
