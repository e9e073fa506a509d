-- One row per instrument that would collect more of an invoice than it owes by now.
SELECT DISTINCT w.instrument_id
FROM unnest(%(contract_ids)s::bigint[], %(instrument_ids)s::bigint[]) w (contract_id, instrument_id)
JOIN instrument_invoice n ON n.contract_id = w.contract_id AND n.instrument_id = w.instrument_id
JOIN invoice i ON i.contract_id = n.contract_id AND i.id = n.invoice_id
WHERE n.amount_cents > i.open_cents
