-- Whose invoices a payer has paid before is looked up by its name where the bank tells no account.
-- Frozen: once landed this file is never edited; the next change is the next migration.
CREATE INDEX bank_movement_named ON bank_movement (lower(payer_name), id) WHERE payer_name IS NOT NULL;
