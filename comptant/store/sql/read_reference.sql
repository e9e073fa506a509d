-- One row: the value of a reference index in force on a day; no row when none is known.
SELECT fixing_on, rate_ppm, source FROM reference_told(%(index_name)s, %(on)s)
