-- One row per invoice of contracts, with its bare columns: what a watch on fraud is measured by.
SELECT contract_id, id AS invoice_id, buyer_id, number_key, issued_on, due_on,
    amount_cents AS gross_cents, currency
FROM invoice WHERE contract_id = ANY (%(contract_ids)s::bigint[])
