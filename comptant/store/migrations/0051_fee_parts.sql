-- What of a fee its least amount adds, so that a bill tells it apart; and the fees that no bill holds yet, found at once.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Within `fee_cents`; nothing where the share of the amount is the whole fee.
ALTER TABLE invoice ADD COLUMN least_fee_cents bigint;

-- Until their bill takes them: the fees held back of an availability, and those of the month's bill.
CREATE INDEX invoice_unbilled ON invoice (contract_id) INCLUDE (fee_cents, open_cents)
    WHERE fee_bill_id IS NULL AND fee_cents <> 0;
