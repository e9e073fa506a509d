-- One row per invoice whose fee had not been billed yet: it is on this bill from now on.
UPDATE invoice SET fee_bill_id = %(bill_id)s
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND fee_bill_id IS NULL AND fee_cents <> 0
RETURNING id AS invoice_id, abs(amount_cents) AS base_cents, fee_cents
