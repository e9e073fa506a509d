-- Which movement of the bank executed an order: so that each line of a statement has its entry.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE payment_order_step ADD COLUMN bank_movement_id bigint;
CREATE INDEX payment_order_step_movement ON payment_order_step (bank_movement_id) WHERE bank_movement_id IS NOT NULL;
