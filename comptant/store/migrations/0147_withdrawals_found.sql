-- Withdrawals are found by their few entries: an invoice sent by mistake, withdrawn and sent again is no duplicate.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE INDEX entry_withdrawal ON entry (contract_id) WHERE event = 'withdrawal';
