-- One row: the last day that is closed, null before the first.
SELECT max(day) AS day FROM day_close
