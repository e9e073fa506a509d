-- One row per account of ours that books: the last balance that the bank told up to a day, and the
-- ledger as of that statement: without what the bank told later, whenever it was booked.
WITH told AS (
    SELECT a.id AS own_account_id, a.iban, a.currency, s.closed_on, s.closing_cents
        FROM own_account a
    LEFT JOIN LATERAL (
        SELECT closed_on, closing_cents FROM bank_statement WHERE own_account_id = a.id
            AND closed_on <= %(day)s AND withdrawn_act_id IS NULL
        ORDER BY closed_on DESC, id DESC LIMIT 1
    ) s ON true
    WHERE a.books_from <> 'parent'
), later AS (  -- the bank's lines of later statements
    SELECT m.id, m.own_account_id FROM bank_movement m JOIN bank_statement s
        ON s.id = m.statement_id WHERE s.closed_on > %(day)s
), booked AS (
    SELECT p.contract_id, p.entry_id, p.sub_id AS own_account_id, p.currency, e.key, e.entry_on,
        sum(p.amount_cents)::bigint AS cents
    FROM posting p JOIN entry e ON e.contract_id = p.contract_id AND e.id = p.entry_id
    WHERE p.account IN ('BNK', 'DEDI') GROUP BY 1, 2, 3, 4, 5, 6
-- what each entry says of a later line; the opening of an account that had no statement yet; what
-- no line tells
), since AS (
    SELECT b.own_account_id, b.currency, b.cents FROM booked b JOIN later l
        ON b.key LIKE 'movement/%%' AND l.id = split_part(b.key, '/', 2)::bigint
    UNION ALL
    SELECT b.own_account_id, b.currency, b.cents FROM booked b
    JOIN later l ON b.key LIKE 'order/%%/came_back/%%' AND l.id = split_part(b.key, '/', 4)::bigint
    UNION ALL
    SELECT b.own_account_id, b.currency, b.cents FROM booked b
    JOIN payment_order_step s ON s.contract_id = b.contract_id AND s.entry_id = b.entry_id
        AND s.step IN ('EXECUTED', 'UNEXECUTED')
    JOIN later l ON l.id = s.bank_movement_id
    UNION ALL
    SELECT b.own_account_id, b.currency, -m.amount_cents FROM booked b
    JOIN movement m ON m.contract_id = b.contract_id AND m.entry_id = b.entry_id
        AND m.account = 'UNAL'
    JOIN payment y ON y.contract_id = m.contract_id AND y.id = m.item_id
    JOIN later l ON l.id = y.bank_movement_id
    WHERE b.key LIKE 'bank/%%'
    UNION ALL
    SELECT b.own_account_id, b.currency, b.cents FROM booked b JOIN told t
        ON t.own_account_id = b.own_account_id
    WHERE b.key LIKE 'opening/%%' AND t.closed_on IS NULL
    UNION ALL
    SELECT b.own_account_id, b.currency, b.cents FROM booked b
    WHERE b.entry_on > %(day)s AND NOT (b.key LIKE 'movement/%%' OR b.key LIKE 'bank/%%'
        OR b.key LIKE 'opening/%%'
        OR b.key LIKE 'order/%%/executed%%' OR b.key LIKE 'order/%%/came_back/%%')
), ledger AS (
    SELECT own_account_id, currency, sum(cents)::bigint AS cents FROM (
        SELECT own_account_id, currency, cents FROM booked UNION ALL
            SELECT own_account_id, currency, -cents FROM since
    ) l GROUP BY 1, 2
)
SELECT t.own_account_id, t.iban, t.currency, t.closed_on,
    coalesce(t.closing_cents, 0) AS closing_cents,
    coalesce(l.cents, 0) AS ledger_cents,
        coalesce(l.cents, 0) - coalesce(t.closing_cents, 0) AS off_cents
FROM told t LEFT JOIN ledger l ON l.own_account_id = t.own_account_id AND l.currency = t.currency
UNION ALL
SELECT 0, '', l.currency, NULL, 0, sum(l.cents)::bigint, sum(l.cents)::bigint
FROM ledger l WHERE NOT EXISTS (SELECT FROM told t WHERE t.own_account_id = l.own_account_id
    AND t.currency = l.currency)
GROUP BY l.currency HAVING sum(l.cents) <> 0
ORDER BY 1
