-- One row per reminder that waits to leave by letter, of a contract or of all, the oldest first,
-- with the invoices it was made for.
SELECT r.contract_id, r.id, r.buyer_id, r.stage, r.language, r.currency, r.channel, r.run_on,
    (SELECT array_agg(l.invoice_id ORDER BY l.invoice_id) FROM reminder_line l
        WHERE l.contract_id = r.contract_id AND l.reminder_id = r.id) AS invoice_ids
FROM reminder r
WHERE r.channel IN ('LETTER', 'REGISTERED') AND r.state = 'WAITING'
    AND (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
ORDER BY r.id
LIMIT %(most)s
