-- One row per invoice told to be paid by instruments, still open and under no accepted claim.
SELECT p.contract_id, p.instrument_id, p.invoice_id, v.buyer_id, p.amount_cents, v.open_cents
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[]) w (contract_id, instrument_id)
JOIN instrument_invoice p ON p.contract_id = w.contract_id AND p.instrument_id = w.instrument_id
JOIN invoice v ON v.contract_id = p.contract_id AND v.id = p.invoice_id AND v.open_cents > 0
WHERE NOT EXISTS (SELECT FROM claim_item t WHERE t.contract_id = v.contract_id
    AND t.invoice_id = v.id AND t.owed_cents > 0)
ORDER BY p.instrument_id, v.due_on, v.id
