-- One row per contract with fees that have no bill yet: those of what is open, credit notes too,
-- and where the month is billed, those of all its invoices.
SELECT contract_id, sum(fee_cents)::bigint AS fee_cents FROM invoice
WHERE contract_id = ANY (%(ids)s::bigint[]) AND fee_bill_id IS NULL AND fee_cents <> 0
    AND (open_cents <> 0 OR contract_id = ANY (%(monthly)s::bigint[]))
GROUP BY contract_id
