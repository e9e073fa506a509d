-- Why an invoice was charged back, while nobody has assigned it again: it may be, and is not financed then.
ALTER TABLE held ADD COLUMN returned_for text CHECK (returned_for <> '');
GRANT UPDATE (contract_id, invoice_id, returned_for) ON held TO comptant_writer;
-- The day on which it came; its title and its credit have the day of posting, later once the day is closed. (I-02)
ALTER TABLE remittance ADD COLUMN sent_on date;
