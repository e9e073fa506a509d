-- The key of an act is of who asks: a person, or the program that acts as one.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE act DROP CONSTRAINT act_company_id_key_key;
ALTER TABLE act ADD CONSTRAINT act_of_caller UNIQUE NULLS NOT DISTINCT (company_id, key, by_id, key_id);
