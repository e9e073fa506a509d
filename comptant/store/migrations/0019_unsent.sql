-- A payment file put aside before it left: its orders are released again, and the next file has them. A closed month
-- stays closed.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Which sending of the order a step is of. The next number is one more than the files put aside, so that an order is
-- in one living file at most: a second SENT of the same number is a duplicate key.
ALTER TABLE payment_order_step ADD COLUMN file_number bigint NOT NULL DEFAULT 1;
ALTER TABLE payment_order_step DROP CONSTRAINT payment_order_step_step_check;
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_step_check CHECK (step IN ('RELEASED', 'REFUSED',
    'SENT', 'UNSENT', 'EXECUTED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED'));
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_file CHECK (
    file_number > 0 AND (file_number = 1 OR step IN ('SENT', 'UNSENT')));
ALTER TABLE payment_order_step DROP CONSTRAINT payment_order_step_pkey;
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_pkey PRIMARY KEY (contract_id, order_id, step, file_number);

-- A month is closed for good: its days have their numbers and their proof. Those opened again in the past stay told.
ALTER TABLE period_change ADD CONSTRAINT closed_for_good CHECK (is_closed) NOT VALID;
