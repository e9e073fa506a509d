-- A payment order that was credited back and that the bank executed all the same is debited once more, and once
-- more credited back if its money then returns: two steps of their own.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE payment_order_step DROP CONSTRAINT payment_order_step_step_check;
ALTER TABLE payment_order_step ADD CONSTRAINT payment_order_step_step_check CHECK (step IN ('RELEASED', 'REFUSED',
    'SENT', 'EXECUTED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED'));

-- Few orders fail, few come back: those are looked for each night among all that ever left.
CREATE INDEX payment_order_step_failed ON payment_order_step (contract_id, order_id) WHERE step IN ('REJECTED', 'RETURNED');
CREATE INDEX entry_came_back ON entry (contract_id) WHERE event = 'order_came_back';
