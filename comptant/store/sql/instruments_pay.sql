-- One row per invoice told to be paid by instruments, still open.
SELECT p.instrument_id, p.invoice_id, v.buyer_id, p.amount_cents, v.open_cents
FROM instrument_invoice p
JOIN invoice v ON v.contract_id = p.contract_id AND v.id = p.invoice_id AND v.open_cents > 0
WHERE p.contract_id = %(contract_id)s AND p.instrument_id = ANY(%(ids)s)
ORDER BY p.instrument_id, v.due_on, v.id
