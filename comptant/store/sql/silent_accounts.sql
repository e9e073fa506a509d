-- One row per account of ours that books and of which no statement has told a day since long before
-- a day: its last one, or the day on which it became ours.
SELECT a.iban, s.closed_on, (%(day)s - coalesce(s.closed_on, c.on_date))::bigint AS age_days,
    a.currency, coalesce(l.amount_cents, 0)::bigint AS ledger_cents
FROM own_account a
JOIN act c ON c.id = a.act_id
LEFT JOIN LATERAL (
    SELECT max(closed_on) AS closed_on FROM bank_statement
    WHERE own_account_id = a.id AND closed_on <= %(day)s
        AND withdrawn_act_id IS NULL
) s ON true
LEFT JOIN bank_ledger l ON l.own_account_id = a.id AND l.currency = a.currency
WHERE a.books_from <> 'parent'
    AND coalesce(s.closed_on, c.on_date) <= %(day)s::date - %(silent_days)s
ORDER BY 3 DESC, a.id
