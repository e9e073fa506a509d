-- One row per day of a reference index: the value recorded last.
SELECT DISTINCT ON (index_name, fixing_on) index_name AS rate_index, fixing_on,
    rate_ppm AS reference_ppm
FROM rate_fixing WHERE index_name = ANY (%(indexes)s)
ORDER BY index_name, fixing_on, recorded_at DESC
