-- One row: the fees with no bill yet on open invoices of a contract.
SELECT coalesce(sum(fee_cents), 0)::bigint AS fee_cents FROM invoice
WHERE contract_id = %(contract_id)s AND open_cents > 0 AND fee_bill_id IS NULL
