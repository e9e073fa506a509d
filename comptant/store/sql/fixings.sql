-- One row per day of a reference index: the value recorded last. A rate agreed as fixed is its
-- margin alone: nothing is added to it, whatever the day.
SELECT DISTINCT ON (index_name, fixing_on) index_name AS rate_index, fixing_on,
    rate_ppm AS reference_ppm
FROM (SELECT index_name, fixing_on, rate_ppm, recorded_at FROM rate_fixing
        WHERE index_name = ANY (%(indexes)s) AND index_name <> 'FIXED'
    UNION ALL SELECT 'FIXED', date '1900-01-01', 0, now() WHERE 'FIXED' = ANY (%(indexes)s)) told
ORDER BY index_name, fixing_on, recorded_at DESC
