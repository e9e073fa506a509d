-- One row per account of an entry of a contract that its client's books know, booked between two
-- days, with the number of the entry in those books (all of them counted from the first), and of
-- another currency than euro what one euro was on the day of the entry (a value holds five days).
SELECT e.id, e.number, e.key, e.event, e.journal, e.entry_on, e.value_on,
    coalesce(n.validated_on, e.entry_on) AS validated_on, p.account, p.currency,
    sum(p.amount_cents)::bigint AS amount_cents,
    CASE WHEN p.currency <> 'EUR' THEN (
        SELECT r.rate_ppm FROM reference_told('EUR_' || p.currency, e.entry_on) r
        WHERE r.fixing_on >= e.entry_on - 5) END AS per_euro_millionths
FROM (SELECT contract_id, id, key, event, journal, entry_on, value_on,
        row_number() OVER (ORDER BY entry_on, id) AS number
    FROM entry x WHERE x.contract_id = %(contract_id)s
        AND (x.event IN ('client_regained', 'surety_on_loss', 'set_off_on_loss')
            OR EXISTS (SELECT FROM posting q
            WHERE q.contract_id = x.contract_id AND q.entry_id = x.id
                AND q.account IN ('CCA', 'FDG', 'ORD', 'ACCR')))) e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
WHERE e.entry_on BETWEEN coalesce(%(from_on)s, '-infinity'::date)
    AND coalesce(%(until_on)s, 'infinity'::date)
GROUP BY e.id, e.number, e.key, e.event, e.journal, e.entry_on, e.value_on, n.validated_on,
    p.account, p.currency
ORDER BY e.entry_on, e.id, p.account
