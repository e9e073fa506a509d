-- One row per entry that moved the client's current account, credit (owed to the client) positive, in the order of value dates.
SELECT e.id, e.key, e.journal, e.entry_on, e.value_on, e.booked_at, e.reverses_id, sum(-p.amount_cents)::bigint AS amount_cents,
    (SELECT array_agg(DISTINCT q.account) FROM posting q WHERE q.contract_id = e.contract_id AND q.entry_id = e.id) AS accounts
FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
WHERE e.contract_id = %(contract_id)s AND p.account = 'CCA' AND e.value_on <= %(until_on)s
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
GROUP BY e.contract_id, e.id
ORDER BY e.value_on, e.id
