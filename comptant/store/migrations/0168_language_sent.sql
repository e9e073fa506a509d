-- A reminder leaves in the language that its buyer has then. Source: DOMAIN §5.1.
-- Frozen: once landed this file is never edited; the next change is the next migration.

GRANT UPDATE (language) ON reminder TO comptant_writer;
