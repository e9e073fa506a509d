-- One row per reminder of an invoice named: when it was told, how, to whom, what became of it.
SELECT r.run_on, r.stage, r.channel, r.state AS reminder_state,
    replace(r.sent_to, chr(10), ', ') AS sent_to, r.done_at,
    r.said AS reminder_said, i.invoice_number, l.claimed_cents, r.currency
FROM reminder_line l
JOIN reminder r ON r.contract_id = l.contract_id AND r.id = l.reminder_id
JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
WHERE l.contract_id = %(contract_id)s AND l.invoice_id = ANY (%(invoice_ids)s)
    AND r.channel <> 'HANDOVER'
ORDER BY r.id, i.due_on, i.id
