-- One row per contract, of those asked for, that has run in the month of a day and whose package of
-- that month is not billed yet.
SELECT w.contract_id
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN LATERAL (
    SELECT min(valid_from_on) FILTER (WHERE status NOT IN ('PROSPECT', 'OPENING')) AS first_on,
        min(valid_from_on) FILTER (WHERE status IN ('RUNOFF', 'CLOSED')) AS ended_on
    FROM (SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on, t.value #>> '{}' AS status
        FROM term t
        WHERE t.contract_id = w.contract_id AND t.subject = 'CONTRACT'
            AND t.subject_id = w.contract_id AND t.name = 'status'
            AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on, t.recorded_at DESC) said
) s
WHERE s.first_on <= %(on)s
    AND coalesce(s.ended_on, 'infinity'::date) > date_trunc('month', %(on)s::date)::date
    AND NOT EXISTS (
        SELECT FROM charge c JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id
        WHERE c.contract_id = w.contract_id AND c.code = 'FEE-PACK'
            AND e.value_on BETWEEN date_trunc('month', %(on)s::date)::date AND %(on)s)
ORDER BY w.contract_id
