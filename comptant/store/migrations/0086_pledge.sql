-- The dedicated account of a confidential contract and its pledge, parts of the opening file.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE opening_fact DROP CONSTRAINT opening_fact_guard_check;
ALTER TABLE opening_fact ADD CONSTRAINT opening_fact_guard_check CHECK (guard IN
    ('KYC_FILE', 'OWNERS', 'POWERS', 'SCREENING', 'CLEARED', 'COMMITTEE', 'CONDITION', 'ACCOUNT', 'PLEDGE'));
