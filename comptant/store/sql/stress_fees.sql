-- One row per contract: the fees that have no bill yet of some of its invoices, as a bill of what
-- the guarantee takes has them, and of all.
SELECT i.contract_id, coalesce(sum(i.fee_cents)
        FILTER (WHERE i.id = ANY (%(invoice_ids)s::bigint[])), 0)::bigint AS fee_cents,
    sum(i.fee_cents)::bigint AS net_cents
FROM invoice i
WHERE i.contract_id = ANY (%(ids)s::bigint[]) AND i.fee_bill_id IS NULL AND i.fee_cents <> 0
    AND i.open_cents <> 0
    AND NOT EXISTS (SELECT FROM deed_unsigned u WHERE u.contract_id = i.contract_id
        AND u.remittance_id = i.remittance_id)
GROUP BY i.contract_id
ORDER BY i.contract_id
