-- One row: the tariff in force on a day, the one recorded last where two begin on the same; no row
-- when there is none.
SELECT id, valid_from_on, source, is_example FROM tariff WHERE valid_from_on <= %(on)s
ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
