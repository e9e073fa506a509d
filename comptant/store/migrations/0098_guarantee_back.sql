-- What the guarantee has taken by mistake is given back: its entries stay, each with one against it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

GRANT DELETE ON guarantee TO comptant_writer;
