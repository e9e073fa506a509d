-- Until when what a fee is due for was counted is kept also where nothing was: what comes after the count, of a day counted,
-- is the next one's.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE fee_billed ALTER COLUMN entry_id DROP NOT NULL;  -- none: counted, and nothing was due
ALTER TABLE fee_billed ADD CHECK (entry_id IS NOT NULL OR until_on IS NOT NULL);
