-- A claim opened by mistake is dropped before it is decided; a debt claimed may be more later than on the day of its claim.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- DROPPED: opened by mistake. IMPAIRED: what may be lost of it is no longer what it was.
ALTER TABLE claim_step DROP CONSTRAINT claim_step_step_check;
ALTER TABLE claim_step ADD CHECK (step IN
    ('OPENED', 'ACCEPTED', 'REFUSED', 'RECEIVED', 'RECOVERED', 'WRITTEN_OFF', 'DROPPED',
    'IMPAIRED'));

-- What was claimed of an invoice may be claimed anew once its claim was dropped.
ALTER TABLE claim_item ADD COLUMN is_dropped boolean NOT NULL DEFAULT false;
GRANT UPDATE (is_dropped) ON claim_item TO comptant_writer;
ALTER TABLE claim_item DROP CONSTRAINT claim_item_contract_id_policy_id_invoice_id_key;
CREATE UNIQUE INDEX claim_item_once ON claim_item (contract_id, policy_id, invoice_id) WHERE NOT is_dropped;

-- What paid a debt before its claim may be taken back after: more is owed then than was claimed.
ALTER TABLE claim_item DROP CONSTRAINT claim_item_check3;
ALTER TABLE claim_item DROP CONSTRAINT claim_item_check4;
ALTER TABLE claim_item ADD CONSTRAINT claim_item_left CHECK (had_cents BETWEEN 0 AND share_cents AND factor_cents >= 0
    AND owed_cents >= 0);
ALTER TABLE claim_item ADD CONSTRAINT claim_item_dropped CHECK (NOT is_dropped
    OR (share_cents = 0 AND factor_cents = 0 AND owed_cents = 0));
