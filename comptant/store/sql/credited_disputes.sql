-- One row per dispute of an invoice that credit notes have answered: by how much they still do, the
-- latest answered first.
SELECT d.contract_id, d.invoice_id, d.id AS dispute_id,
    (-sum(t.amount_cents))::bigint AS credited_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) w (contract_id, invoice_id)
JOIN dispute d ON d.contract_id = w.contract_id AND d.invoice_id = w.invoice_id
JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id AND t.kind = 'CREDITED'
GROUP BY d.contract_id, d.invoice_id, d.id HAVING sum(t.amount_cents) < 0
ORDER BY max(t.id) DESC
