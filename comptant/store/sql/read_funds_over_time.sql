-- One row per week of the year before a day and currency: what was owed and lent at its end, of a
-- contract (null: of all).
WITH daily AS (
    SELECT b.currency, b.value_on, sum(b.amount_cents) FILTER (WHERE b.account = 'DEB') AS owed,
        sum(b.amount_cents) AS lent
    FROM balance b JOIN contract k ON k.id = b.contract_id AND NOT k.is_house
    WHERE b.account IN ('DEB', 'UNAL', 'CCA', 'FDG')
        AND (%(contract_id)s::bigint IS NULL OR b.contract_id = %(contract_id)s)
        AND b.value_on <= %(on)s
    GROUP BY b.currency, b.value_on
)
SELECT d.currency, w::date AS week_on, coalesce(sum(d.owed), 0)::bigint AS outstanding_cents,
    sum(d.lent)::bigint AS funds_in_use_cents
FROM generate_series(%(on)s::date - 364, %(on)s::date, '7 days') w JOIN daily d ON d.value_on <= w
GROUP BY d.currency, w
ORDER BY d.currency, w
