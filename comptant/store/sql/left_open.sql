-- One row per thing that keeps a contract from being closed: how many, and what they come to, debit
-- positive.
SELECT what, count, amount_cents FROM (
    SELECT 1 AS rank, 'invoice' AS what, count(*) AS count, sum(open_cents)::bigint AS amount_cents
    FROM invoice WHERE contract_id = %(contract_id)s AND open_cents <> 0
    UNION ALL
    SELECT 2, 'payment', count(*), -sum(open_cents)::bigint FROM payment
        WHERE contract_id = %(contract_id)s AND open_cents <> 0
    UNION ALL
    SELECT 3, 'guarantee', count(*), sum(factor_open_cents)::bigint FROM guarantee
    WHERE contract_id = %(contract_id)s AND factor_open_cents <> 0
    UNION ALL
    SELECT 4, 'purchase_order', count(*), sum(order_owed_cents)::bigint FROM purchase_order_now
    WHERE contract_id = %(contract_id)s AND order_owed_cents <> 0
    UNION ALL
    SELECT 5, 'order', count(*), sum(o.amount_cents)::bigint FROM payment_order o
    WHERE o.contract_id = %(contract_id)s AND NOT EXISTS (SELECT FROM payment_order_step_now s
        WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('EXECUTED', 'REJECTED', 'RETURNED', 'REFUSED'))
    UNION ALL
    SELECT 6, 'approval', count(*), NULL FROM approval a
    WHERE a.contract_id = %(contract_id)s AND a.kind <> 'payment_order'
        AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
    UNION ALL
    SELECT 9, 'payable', count(*), sum(open_cents)::bigint FROM payable_standing
    WHERE contract_id = %(contract_id)s AND open_cents <> 0
    UNION ALL
    SELECT 10, 'penalty', count(*), sum(open_cents)::bigint FROM penalty
    WHERE contract_id = %(contract_id)s AND open_cents <> 0
    UNION ALL
    SELECT 11, 'garnishment', count(*), -sum(left_cents)::bigint FROM garnishment_left
    WHERE contract_id = %(contract_id)s AND left_cents > 0
    UNION ALL
    SELECT 8, 'account.OPENB', 1, sum(b.amount_cents)::bigint FROM takeover t
    JOIN balance b ON b.contract_id = t.contract_id AND b.account = 'OPENB'
    WHERE t.contract_id = %(contract_id)s AND t.lender_id > 0 HAVING sum(b.amount_cents) <> 0
    UNION ALL
    SELECT 7, 'account.' || account, 1, sum(amount_cents)::bigint FROM balance
    WHERE contract_id = %(contract_id)s
        AND account IN ('DEB', 'DEBD', 'CCA', 'FDG', 'ORD', 'UNAL', 'COLL', 'INCO', 'SUSP', 'TRAN',
            'ACCR', 'DEFI',
            'PAY', 'PAYD', 'SUPP', 'PENC', 'INSR', 'DEPR')
    GROUP BY account HAVING sum(amount_cents) <> 0
) found
WHERE count > 0
ORDER BY rank, what
