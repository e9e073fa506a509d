-- One row per month of the year before a day and currency: factoring fees, financing charges and
-- other fees before VAT, of a contract (null: of all).
SELECT b.currency, date_trunc('month', b.value_on)::date AS month_on,
    coalesce(-sum(b.amount_cents) FILTER (WHERE b.account = 'FEE'), 0)::bigint AS fees_cents,
    coalesce(-sum(b.amount_cents) FILTER (WHERE b.account = 'INT'), 0)::bigint AS charges_cents,
    coalesce(-sum(b.amount_cents) FILTER (WHERE b.account = 'FEEX'), 0)::bigint AS other_fees_cents
FROM balance b
WHERE b.account IN ('FEE', 'INT', 'FEEX')
    AND (%(contract_id)s::bigint IS NULL OR b.contract_id = %(contract_id)s)
    AND b.value_on <= %(on)s AND b.value_on > date_trunc('month',
        %(on)s::date) - interval '11 months' - interval '1 day'
GROUP BY 1, 2
ORDER BY 1, 2
