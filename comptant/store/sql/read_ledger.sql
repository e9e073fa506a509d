-- One row per account and currency: its balance over all contracts at a value date as it was known
-- at an instant, debit positive.
SELECT account, currency, sum(amount_cents)::bigint AS amount_cents
FROM (
    SELECT account, currency, amount_cents FROM balance WHERE %(known_at)s::timestamptz IS NULL
        AND value_on <= %(on)s
    UNION ALL
    SELECT p.account, p.currency, p.amount_cents
    FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
    WHERE %(known_at)s::timestamptz IS NOT NULL AND e.value_on <= %(on)s
        AND e.booked_at <= %(known_at)s
) known
GROUP BY account, currency
ORDER BY account, currency
