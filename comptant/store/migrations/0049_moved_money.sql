-- What of a payment has moved on to where it belongs: another contract, another buyer, or nobody.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- The payment that it has become there has the same movement of the bank and the same value date; the movements of both
-- name each other. What was received and is still told by this row is amount_cents - moved_cents.
ALTER TABLE payment ADD COLUMN moved_cents bigint NOT NULL DEFAULT 0 CHECK (moved_cents >= 0);
ALTER TABLE payment ADD CONSTRAINT payment_moved_here CHECK (open_cents + moved_cents <= amount_cents);
UPDATE payment p SET moved_cents = m.cents
FROM (SELECT m.contract_id, m.item_id, sum(m.amount_cents)::bigint AS cents
    FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id
    WHERE e.event = 'cash_moved_out' AND e.key LIKE 'identified/%' AND m.account = 'UNAL'
    GROUP BY m.contract_id, m.item_id) m
WHERE p.contract_id = m.contract_id AND p.id = m.item_id;
GRANT UPDATE (moved_cents) ON payment TO comptant_writer;
