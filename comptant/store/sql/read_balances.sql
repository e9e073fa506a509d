-- One row per account of a contract: its balance at a value date as it was known at an instant,
-- debit positive.
SELECT p.account, p.currency, sum(p.amount_cents)::bigint AS amount_cents
FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
WHERE p.contract_id = %(contract_id)s AND e.value_on <= %(on)s
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
GROUP BY p.account, p.currency
ORDER BY p.account, p.currency
