-- One row per invoice of a reminder: what was claimed of it, what is open of it now.
SELECT l.invoice_id, i.invoice_number, i.due_on, i.currency, l.claimed_cents, i.open_cents
FROM reminder_line l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
WHERE l.contract_id = %(contract_id)s AND l.reminder_id = %(id)s
ORDER BY i.due_on, i.id
