-- One row per contract whose financing charge waited for a rate when a day was closed.
SELECT DISTINCT (w.row ->> 'contract_id')::bigint AS contract_id
FROM generate_series(1, %(most)s::int) n (number)
JOIN act a ON a.company_id = %(company_id)s AND a.key = 'close/' || %(on)s::date || '/' || n.number
    AND a.operation = 'close_slice'
CROSS JOIN LATERAL jsonb_array_elements(a.answer -> 'interest_waits') w (row)
WHERE (w.row ->> 'contract_id')::bigint = ANY (%(ids)s::bigint[])
