-- What a financing charge was computed on, so that a later correction says what made it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The days, base and rate of each part of the period that a line of charge left in force: [from, until, cents, ppm], ...
ALTER TABLE charge ADD COLUMN stretches jsonb;
-- The period of the bill that a correction belongs to; none: that of the line itself.
ALTER TABLE charge ADD COLUMN period_from_on date;
ALTER TABLE charge ADD COLUMN period_until_on date;
