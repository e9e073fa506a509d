-- One row: a reminder, held until the end of the act.
SELECT contract_id, id, buyer_id, channel, state, said, currency,
    (SELECT array_agg(l.invoice_id ORDER BY l.invoice_id) FROM reminder_line l
        WHERE l.contract_id = r.contract_id AND l.reminder_id = r.id) AS invoice_ids
FROM reminder r
WHERE contract_id = %(contract_id)s AND id = %(id)s FOR UPDATE
