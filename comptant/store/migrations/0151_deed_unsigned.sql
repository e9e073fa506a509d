-- What waits for the signature of a deed is found by one view.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per remittance whose Dailly deed is neither signed nor issued: it assigns nothing yet, and no fee of it is owed.
CREATE VIEW deed_unsigned WITH (security_invoker) AS
SELECT r.contract_id, r.id AS remittance_id
FROM remittance r
WHERE r.transfer_mode = 'DAILLY' AND r.title_number IS NOT NULL
    AND NOT EXISTS (SELECT FROM signature_now s WHERE s.contract_id = r.contract_id AND s.kind = 'TITLE'
        AND s.subject_id = r.id AND s.outcome = 'SIGNED')
    AND NOT EXISTS (SELECT FROM paper p WHERE p.contract_id = r.contract_id AND p.kind = 'TITLE' AND p.subject_id = r.id);
GRANT SELECT ON deed_unsigned TO comptant_writer, comptant_reader, comptant_auditor;
