-- One row: the sums over all buyers of a contract.
SELECT coalesce(sum(outstanding_cents), 0)::bigint AS outstanding_cents,
    coalesce(sum(approved_cents), 0)::bigint AS approved_cents,
    coalesce(sum(unapplied_credit_cents), 0)::bigint AS unapplied_credit_cents,
    coalesce(sum(unallocated_cash_cents), 0)::bigint AS unallocated_cash_cents,
    coalesce(sum(open_count), 0)::bigint AS open_count
FROM exposure WHERE contract_id = %(contract_id)s
