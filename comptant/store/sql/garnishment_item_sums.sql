-- One row: how many invoices stood open when a garnishment was registered, what they came to, and
-- of them those that it does not reach.
SELECT count(*) AS invoice_count, coalesce(sum(open_cents), 0)::bigint AS open_cents,
    count(*) FILTER (WHERE NOT is_reached) AS before_count,
    coalesce(sum(open_cents) FILTER (WHERE NOT is_reached), 0)::bigint AS before_cents
FROM garnishment_item
WHERE contract_id = %(contract_id)s AND garnishment_id = %(garnishment_id)s
