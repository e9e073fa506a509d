-- One row per invoice told to be paid by instruments, still open.
SELECT p.contract_id, p.instrument_id, p.invoice_id, v.buyer_id, p.amount_cents, v.open_cents
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, instrument_id)
JOIN instrument_invoice p ON p.contract_id = w.contract_id AND p.instrument_id = w.instrument_id
JOIN invoice v ON v.contract_id = p.contract_id AND v.id = p.invoice_id AND v.open_cents > 0
ORDER BY p.instrument_id, v.due_on, v.id
