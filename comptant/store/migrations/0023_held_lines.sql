-- What the desk works through, so that a queue reads what waits and not all that is open.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Open invoices that a rule holds, by remittance.
CREATE INDEX invoice_held ON invoice (contract_id, remittance_id) WHERE hold IS NOT NULL AND open_cents > 0;
