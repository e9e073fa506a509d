-- One row per invoice asked for, with its open amount.
SELECT id AS invoice_id, open_cents FROM invoice
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[])
