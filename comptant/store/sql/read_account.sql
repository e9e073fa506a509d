-- One row per entry that moved the client's current account in a period of value dates: credit
-- (owed to the client) positive, with the sum of the period so far.
SELECT e.id, e.key, e.event, e.journal, e.entry_on, e.value_on, e.booked_at, e.reverses_id,
    k.currency,
    coalesce(-sum(p.cents) FILTER (WHERE p.account = 'CCA'), 0)::bigint AS amount_cents,
    (sum(coalesce(-sum(p.cents) FILTER (WHERE p.account = 'CCA'), 0)) OVER (ORDER BY e.value_on,
        e.id))::bigint AS running_cents
FROM entry e
JOIN contract k ON k.id = e.contract_id
CROSS JOIN LATERAL (SELECT account, sum(amount_cents)::bigint AS cents FROM posting
    WHERE contract_id = e.contract_id AND entry_id = e.id GROUP BY account) p
WHERE e.contract_id = %(contract_id)s AND e.value_on BETWEEN %(from_on)s AND %(until_on)s
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
GROUP BY e.contract_id, e.id, k.currency
HAVING bool_or(p.account = 'CCA')
ORDER BY e.value_on, e.id
