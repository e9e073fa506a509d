-- One row per invoice of a reminder: its dates, what was billed and what is still open.
SELECT i.id AS invoice_id, i.invoice_number, i.issued_on, i.due_on, i.currency, i.amount_cents,
    i.open_cents, l.claimed_cents, i.remittance_id
FROM reminder_line l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
WHERE l.contract_id = %(contract_id)s AND l.reminder_id = %(reminder_id)s AND i.open_cents > 0
ORDER BY i.due_on, i.id
