-- What a buyer owes of exactly one amount, in whichever contracts: a payment without a number is looked up by it.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE INDEX invoice_owed ON invoice (buyer_id, open_cents) WHERE open_cents > 0;
