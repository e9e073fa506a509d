-- One row per open invoice of some buyers of contracts.
SELECT i.contract_id, i.id AS invoice_id
FROM unnest(%(contract_id)s::bigint[], %(buyer_id)s::bigint[]) w (contract_id, buyer_id)
JOIN invoice i ON i.contract_id = w.contract_id AND i.buyer_id = w.buyer_id AND i.open_cents > 0
