-- One row per account in another currency than euro, contract and value date until a day: what
-- moved on it and the rate of that day, none where nobody has told it. Results and the house's own
-- positions are left out.
SELECT b.contract_id, b.account AS book_account, b.currency, b.value_on, b.moved_cents,
    r.rate_ppm AS per_euro_millionths, coalesce(d.booked, 0)::bigint AS booked_euro_cents
FROM (
    SELECT contract_id, account, currency, value_on, sum(amount_cents)::bigint AS moved_cents
    FROM balance
    WHERE contract_id = ANY (%(ids)s::bigint[]) AND currency <> 'EUR' AND value_on <= %(on)s
        AND NOT account = ANY (%(left_out)s::text[])
    GROUP BY contract_id, account, currency, value_on
) b
LEFT JOIN LATERAL (
    SELECT f.rate_ppm FROM rate_fixing f
    WHERE f.index_name = 'EUR_' || b.currency AND f.fixing_on <= b.value_on
        AND f.fixing_on >= b.value_on - %(holds_days)s::int
    ORDER BY f.fixing_on DESC, f.recorded_at DESC LIMIT 1
) r ON true
LEFT JOIN LATERAL (
    SELECT sum(v.amount_cents) AS booked FROM revaluation v
    WHERE v.contract_id = b.contract_id AND v.account = b.account AND v.currency = b.currency
) d ON true
ORDER BY b.contract_id, b.account, b.currency, b.value_on
