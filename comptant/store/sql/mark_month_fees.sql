-- One row per contract and bill: the fees of all its invoices that had no bill yet, which they have
-- from now on, but of deeds that are not signed; the base of a fee given back is below zero.
WITH marked AS (
    UPDATE invoice i SET fee_bill_id = w.entry_id
    FROM unnest(%(contract_id)s::bigint[], %(entry_id)s::bigint[]) w (contract_id, entry_id)
    WHERE i.contract_id = w.contract_id AND i.fee_bill_id IS NULL AND i.fee_cents <> 0
        AND NOT EXISTS (SELECT FROM deed_unsigned u WHERE u.contract_id = i.contract_id
            AND u.remittance_id = i.remittance_id)
    RETURNING i.contract_id, w.entry_id,
        sign(i.fee_cents)::bigint * abs(i.amount_cents) AS base_cents, i.fee_cents,
        coalesce(i.least_fee_cents, 0) AS least_fee_cents
)
SELECT contract_id, entry_id, sum(base_cents)::bigint AS base_cents,
    sum(fee_cents)::bigint AS fee_cents,
    sum(least_fee_cents)::bigint AS least_fee_cents
FROM marked GROUP BY contract_id, entry_id
