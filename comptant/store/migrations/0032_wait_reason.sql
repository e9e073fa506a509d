-- Why money that came was not allocated.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The code of why nothing, or not all, of a payment was allocated by the bank's file that brought it, or when its contract was told.
ALTER TABLE payment ADD COLUMN wait_reason text;
GRANT UPDATE (wait_reason) ON payment TO comptant_writer;
