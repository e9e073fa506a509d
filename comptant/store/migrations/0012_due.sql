-- What the close of a day looks for, so that it does not read all that is open to find what is late.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Many invoices of a contract share a due day: their entries are packed under it, some eight bytes each.
CREATE INDEX invoice_due ON invoice (contract_id, due_on) WHERE open_cents > 0;

-- Of all that is known of parties, those that are or were insolvent.
CREATE INDEX term_insolvent ON term (subject_id, valid_from_on, recorded_at)
    WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on';
