-- One row per contract with fees that have no bill yet on open invoices.
SELECT contract_id, sum(fee_cents)::bigint AS fee_cents FROM invoice
WHERE contract_id = ANY (%(ids)s::bigint[]) AND open_cents > 0 AND fee_bill_id IS NULL
GROUP BY contract_id
