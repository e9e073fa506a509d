-- One row per line of an account of a contract up to a value date, as it was known at an instant:
-- debit positive, the latest first.
SELECT e.id, p.line, e.event, e.journal, n.number AS entry_number, e.key, e.entry_on, e.value_on,
    e.booked_at, p.account, p.currency, p.amount_cents
FROM entry e
JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
LEFT JOIN entry_number n ON n.contract_id = e.contract_id AND n.entry_id = e.id
WHERE e.contract_id = %(contract_id)s AND p.account = %(account)s AND e.value_on <= %(on)s
    AND e.booked_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
ORDER BY e.value_on DESC, e.id DESC, p.line DESC
