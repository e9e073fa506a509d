-- One row per contract with fees that have no bill yet: those of what is open, credit notes too,
-- and where the month is billed, those of all its invoices; of a deed that is
-- not signed nothing is owed.
SELECT contract_id, sum(fee_cents)::bigint AS fee_cents FROM invoice i
WHERE contract_id = ANY (%(ids)s::bigint[]) AND fee_bill_id IS NULL AND fee_cents <> 0
    AND (open_cents <> 0 OR contract_id = ANY (%(monthly)s::bigint[]))
    AND NOT EXISTS (SELECT FROM deed_unsigned u WHERE u.contract_id = i.contract_id
        AND u.remittance_id = i.remittance_id)
GROUP BY contract_id
