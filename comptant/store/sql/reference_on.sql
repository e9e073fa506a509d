-- One row: the value of a reference index in force on a day; no row when none is known.
SELECT fixing_on, rate_ppm, source FROM rate_fixing WHERE index_name = %(index_name)s
    AND fixing_on <= %(on)s
ORDER BY fixing_on DESC, recorded_at DESC LIMIT 1
