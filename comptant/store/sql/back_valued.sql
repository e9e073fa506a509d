-- One row per contract of whose billed days something was told since the close before last: from
-- which day on the charge may be another.
WITH closed AS (
    SELECT max(day) AS last_on FROM day_close
-- one close further back than the last: what is told while a close runs is looked at twice, not
-- missed
), looked AS (
    SELECT coalesce((SELECT a.at FROM day_close d JOIN act a ON a.id = d.act_id
        WHERE d.day < (SELECT last_on FROM closed) ORDER BY d.day DESC LIMIT 1),
            '-infinity') AS since_at
), billed AS (
    SELECT w.contract_id, min(c.from_on) AS from_on, max(c.until_on) AS until_on
    FROM unnest(%(ids)s::bigint[]) w (contract_id) JOIN charge c ON c.contract_id = w.contract_id
        AND c.code = 'INT'
    GROUP BY w.contract_id
), days AS (
    SELECT d::date AS day FROM generate_series(coalesce((SELECT last_on FROM closed),
        (SELECT min(entry_on) FROM entry)),
        %(on)s::date, interval '1 day') d
), told AS (
    SELECT b.contract_id, CASE WHEN e.reverses_id IS NULL THEN e.value_on
        ELSE e.value_on - 1 END AS day
    FROM billed b CROSS JOIN days d JOIN entry e ON e.entry_on = d.day
        AND e.contract_id = b.contract_id
    UNION ALL
    SELECT b.contract_id, t.valid_from_on FROM billed b JOIN term t ON t.contract_id = b.contract_id
        AND t.subject = 'CONTRACT' AND t.subject_id = b.contract_id
        AND t.name IN ('reference_index', 'fixing_convention', 'margin_ppm', 'is_floored',
            'interest_base')
        AND t.recorded_at >= (SELECT since_at FROM looked)
    UNION ALL  -- whether days past those paid for in advance are charged when the advance ends
    SELECT b.contract_id, b.from_on FROM billed b JOIN term t ON t.contract_id = b.contract_id
        AND t.subject = 'CONTRACT' AND t.subject_id = b.contract_id AND t.name = 'has_true_up'
        AND t.recorded_at >= (SELECT since_at FROM looked)
    UNION ALL
    SELECT b.contract_id, r.fixing_on FROM billed b JOIN term t ON t.contract_id = b.contract_id
        AND t.subject = 'CONTRACT' AND t.subject_id = b.contract_id AND t.name = 'reference_index'
    JOIN rate_fixing r ON r.index_name = t.value #>> '{}'
        AND r.recorded_at >= (SELECT since_at FROM looked)
)
SELECT t.contract_id, min(t.day) AS since_on FROM told t JOIN billed b
    ON b.contract_id = t.contract_id
WHERE t.day < b.until_on
GROUP BY t.contract_id
ORDER BY t.contract_id
