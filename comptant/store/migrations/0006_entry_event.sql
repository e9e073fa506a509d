-- Which event an entry booked, by the name of its template: its lines alone do not tell two events apart.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE entry ADD COLUMN event text NOT NULL DEFAULT '';  -- empty: booked before events were kept
GRANT INSERT (event) ON entry TO comptant_writer;

CREATE INDEX group_member_group ON group_member (group_id);  -- who else is in a buyer's group, for many buyers at once
CREATE INDEX outbox_contract ON outbox (contract_id, kind);  -- what waits for a contract, at each of its remittances
