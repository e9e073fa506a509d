-- One row: the factoring fees, before VAT, of the invoices of a remittance under way.
SELECT coalesce(sum(fee_cents), 0)::bigint AS fee_cents FROM invoice
    WHERE contract_id = %(contract_id)s AND remittance_id = %(id)s
