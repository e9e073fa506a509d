-- One row: the balance of an account before its first statement, unless it is booked already.
SELECT coalesce(s.opening_cents, s.closing_cents - coalesce((
        SELECT sum(b.amount_cents) FROM bank_movement b WHERE b.statement_id = s.id),
            0))::bigint AS opening_cents,
    coalesce(s.opened_on, s.closed_on) AS opened_on
FROM bank_statement s
WHERE s.own_account_id = %(own_account_id)s
    AND NOT EXISTS (SELECT FROM entry e WHERE e.contract_id = %(house_id)s AND e.key = %(key)s)
ORDER BY s.closed_on, s.id LIMIT 1
