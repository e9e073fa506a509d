-- One row: the contract's balances of today, credit positive for what is owed to the client.
SELECT coalesce(-sum(amount_cents) FILTER (WHERE account = 'CCA'), 0)::bigint AS current_account_cents,
    coalesce(-sum(amount_cents) FILTER (WHERE account = 'FDG'), 0)::bigint AS fund_balance_cents,
    coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0)::bigint AS receivables_cents,
    coalesce(-sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0)::bigint AS unallocated_cents,
    coalesce(-sum(amount_cents) FILTER (WHERE account = 'TRAN'), 0)::bigint AS in_transit_cents
FROM balance WHERE contract_id = %(contract_id)s
