-- One row per file that shows a claim on invoices named: the files that were remitted, where they
-- tell of no other buyer, titles, the notice to the buyer, letters of reminders.
WITH named AS (
    SELECT i.id, i.buyer_id, i.remittance_id FROM invoice i
    WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(invoice_ids)s)
), told AS (
    SELECT 'remitted' AS kind, f.digest FROM remittance_file f
    WHERE f.contract_id = %(contract_id)s
        AND f.remittance_id IN (SELECT remittance_id FROM named)
        AND NOT EXISTS (SELECT FROM invoice o WHERE o.contract_id = f.contract_id
            AND o.remittance_id = f.remittance_id
            AND o.buyer_id NOT IN (SELECT buyer_id FROM named))
    UNION
    SELECT 'title', p.digest FROM paper p WHERE p.contract_id = %(contract_id)s
        AND p.kind = 'TITLE' AND p.subject_id IN (SELECT remittance_id FROM named)
    UNION
    SELECT 'notice', p.digest FROM paper p JOIN outbox o ON o.id = p.subject_id
    WHERE p.contract_id = %(contract_id)s AND p.kind = 'NOTICE'
        AND (o.payload ->> 'buyer_id')::bigint IN (SELECT buyer_id FROM named)
    UNION
    SELECT 'reminder', p.digest FROM paper p WHERE p.contract_id = %(contract_id)s
        AND p.kind = 'REMINDER' AND p.subject_id IN (SELECT reminder_id FROM reminder_line
            WHERE contract_id = %(contract_id)s AND invoice_id = ANY (%(invoice_ids)s))
)
SELECT t.kind, d.name, d.content FROM told t JOIN document d ON d.digest = t.digest
ORDER BY t.kind, d.name, d.digest
