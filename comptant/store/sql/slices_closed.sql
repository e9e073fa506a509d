-- One row: how many slices of a day are closed, and how many of some contracts a slice cannot
-- close: closed, or without terms.
WITH slices AS (
    SELECT a.answer FROM generate_series(1, %(most)s::int) n (number)
    JOIN act a ON a.company_id = %(company_id)s
        AND a.key = 'close/' || %(on)s::date || '/' || n.number
        AND a.operation = 'close_slice'
)
SELECT (SELECT count(*) FROM slices) AS slices, count(*) AS refused
FROM unnest(%(ids)s::bigint[]) w (id)
WHERE w.id IN (SELECT e.id::bigint
    FROM slices, jsonb_array_elements(answer -> 'contract_ids') e (id))
    OR NOT EXISTS (SELECT FROM contract k JOIN term t ON t.contract_id = k.id
        AND t.subject = 'CONTRACT'
        AND t.valid_from_on <= %(on)s WHERE k.id = w.id AND NOT k.is_house)
