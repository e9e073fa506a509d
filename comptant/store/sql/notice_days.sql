-- One row per contract asked for: the first day on which it ran, the day on which its notice began
-- and the first day of its run-off, where they are said.
SELECT min(valid_from_on) FILTER (WHERE status NOT IN ('PROSPECT', 'OPENING')) AS first_on,
    max(valid_from_on) FILTER (WHERE status = 'NOTICE') AS notice_on,
    min(valid_from_on) FILTER (WHERE status = 'RUNOFF') AS ends_on
FROM (SELECT DISTINCT ON (valid_from_on) valid_from_on, value #>> '{}' AS status FROM term
    WHERE contract_id = %(contract_id)s AND subject = 'CONTRACT' AND subject_id = %(contract_id)s
        AND name = 'status'
    ORDER BY valid_from_on, recorded_at DESC) said
