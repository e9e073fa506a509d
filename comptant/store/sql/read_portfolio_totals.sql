-- One row per currency: the portfolio on the day, from the sums kept per buyer and per value date.
SELECT x.currency, x.outstanding_cents, x.approved_cents, x.ineligible_cents,
    x.unallocated_cash_cents, x.open_count, x.contract_count, x.buyer_count,
    coalesce(b.funds_in_use_cents, 0) AS funds_in_use_cents, coalesce(b.fund_cents, 0) AS fund_cents
FROM (SELECT currency, sum(outstanding_cents)::bigint AS outstanding_cents,
    sum(approved_cents)::bigint AS approved_cents,
        sum(ineligible_cents)::bigint AS ineligible_cents,
            sum(unallocated_cash_cents)::bigint AS unallocated_cash_cents,
        sum(open_count)::bigint AS open_count, count(DISTINCT contract_id) AS contract_count,
            count(DISTINCT buyer_id) AS buyer_count
    FROM exposure WHERE outstanding_cents > 0 OR unallocated_cash_cents > 0 GROUP BY currency) x
LEFT JOIN (SELECT b.currency, sum(amount_cents)::bigint AS funds_in_use_cents,
        (-sum(amount_cents) FILTER (WHERE account = 'FDG'))::bigint AS fund_cents
    FROM balance b JOIN contract k ON k.id = b.contract_id AND NOT k.is_house
    WHERE account IN ('DEB', 'UNAL', 'CCA', 'FDG') AND value_on <= %(on)s GROUP BY b.currency) b
        ON b.currency = x.currency
ORDER BY x.currency
