-- One row: the balance of an account before its first statement, unless it is booked already, and
-- how often it was booked for a first statement that was withdrawn.
SELECT coalesce(s.opening_cents, s.closing_cents - coalesce((
        SELECT sum(b.amount_cents) FROM bank_movement b WHERE b.statement_id = s.id
            AND b.withdrawn_act_id IS NULL), 0))::bigint AS opening_cents,
    coalesce(s.opened_on, s.closed_on) AS opened_on, o.booked_count
FROM bank_statement s
CROSS JOIN LATERAL (
    SELECT count(e.id) AS booked_count, coalesce(bool_or(NOT EXISTS (
        SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)),
        false) AS is_booked
    FROM entry e WHERE e.contract_id = %(house_id)s AND e.key = ANY (%(keys)s::text[])
) o
WHERE s.own_account_id = %(own_account_id)s AND s.withdrawn_act_id IS NULL AND NOT o.is_booked
ORDER BY s.closed_on, s.id LIMIT 1
