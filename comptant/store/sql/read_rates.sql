-- One row per value of a reference rate, the latest first.
SELECT index_name, fixing_on, rate_ppm, source, recorded_at FROM rate_fixing
WHERE %(index_name)s::text IS NULL OR index_name = %(index_name)s
ORDER BY index_name, fixing_on DESC, recorded_at DESC
