-- One row per account of ours that books: the last balance that the bank told, and the ledger's
-- (kept; or summed of all its value dates).
WITH ledger AS (
    SELECT own_account_id, currency, amount_cents FROM bank_ledger WHERE NOT %(whole)s
    UNION ALL
    SELECT sub_id, currency, sum(amount_cents)::bigint FROM balance WHERE account IN ('BNK', 'DEDI')
        AND %(whole)s GROUP BY 1, 2
)
SELECT a.id AS own_account_id, a.iban, a.currency, s.closed_on,
    coalesce(s.closing_cents, 0) AS closing_cents,
    coalesce(l.amount_cents, 0) AS ledger_cents,
        coalesce(l.amount_cents, 0) - coalesce(s.closing_cents, 0) AS off_cents
FROM own_account a
LEFT JOIN LATERAL (
    SELECT closed_on, closing_cents FROM bank_statement WHERE own_account_id = a.id
        AND withdrawn_act_id IS NULL
        ORDER BY closed_on DESC, id DESC LIMIT 1
) s ON true
LEFT JOIN ledger l ON l.own_account_id = a.id AND l.currency = a.currency
WHERE a.books_from <> 'parent'
UNION ALL
SELECT 0, '', b.currency, NULL, 0, sum(b.amount_cents)::bigint, sum(b.amount_cents)::bigint
FROM ledger b WHERE NOT EXISTS (
    SELECT FROM own_account a WHERE a.id = b.own_account_id AND a.currency = b.currency
        AND a.books_from <> 'parent')
GROUP BY b.currency HAVING sum(b.amount_cents) <> 0
ORDER BY 1
