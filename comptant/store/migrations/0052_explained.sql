-- The explanations of bank debits.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- A debit waits where no explanation of it stands: those of one debit, by the debit.
CREATE INDEX entry_explained ON entry (contract_id, split_part(key, '/', 2))
    WHERE key LIKE 'explained/%' AND reverses_id IS NULL;
