-- One row: the reminder that is to leave by mail next, with the invoices it was made for.
SELECT r.contract_id, r.id, r.buyer_id, r.stage, r.language, r.currency, r.tries, r.run_on,
    (SELECT array_agg(l.invoice_id ORDER BY l.invoice_id) FROM reminder_line l
        WHERE l.contract_id = r.contract_id AND l.reminder_id = r.id) AS invoice_ids
FROM reminder r
WHERE r.channel = 'EMAIL' AND r.state = 'WAITING' AND r.next_at <= %(at)s
ORDER BY r.next_at, r.id
LIMIT 1
