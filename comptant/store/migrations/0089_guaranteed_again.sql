-- What is owed again of a debt that the guarantee has taken, because what was paid or credited is taken back, is taken over too.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The entry that has last taken of it again; none where it was taken once.
ALTER TABLE guarantee ADD COLUMN again_entry_id bigint;
GRANT UPDATE (guaranteed_cents, uncovered_cents, again_entry_id) ON guarantee TO comptant_writer;
