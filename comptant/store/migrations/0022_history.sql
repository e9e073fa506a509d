-- The few rows that a night looks for among all that a contract has had: of a year of fees the bills of interest, of
-- its entries the accruals and what undoes another.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE INDEX charge_interest ON charge (contract_id, until_on) WHERE code = 'INT';
CREATE INDEX entry_accrual ON entry (contract_id, id) WHERE key LIKE 'accrual/%' AND reverses_id IS NULL;
CREATE INDEX entry_reverses ON entry (contract_id, reverses_id) WHERE reverses_id IS NOT NULL;
