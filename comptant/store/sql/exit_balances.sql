-- One row: what a contract holds, credit positive; what was lent on orders and held in collection,
-- debit positive; what waits to leave.
SELECT coalesce((-sum(amount_cents) FILTER (WHERE account = 'CCA'))::bigint,
    0) AS current_account_cents,
    coalesce((-sum(amount_cents) FILTER (WHERE account = 'FDG'))::bigint, 0) AS fund_balance_cents,
    coalesce((-sum(amount_cents) FILTER (WHERE account = 'UNAL'))::bigint, 0) AS unallocated_cents,
    coalesce((sum(amount_cents) FILTER (WHERE account = 'ORD'))::bigint, 0) AS order_owed_cents
FROM balance WHERE contract_id = %(contract_id)s AND account IN ('CCA', 'FDG', 'UNAL', 'ORD')
