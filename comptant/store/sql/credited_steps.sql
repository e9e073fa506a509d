-- One row per dispute of an invoice that credit notes applied by an act have answered, with how much of it.
SELECT d.contract_id, d.invoice_id, t.act_id, d.id AS dispute_id, t.amount_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[], %(act_id)s::bigint[]) w (contract_id, invoice_id, act_id)
JOIN dispute d ON d.contract_id = w.contract_id AND d.invoice_id = w.invoice_id
JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id AND t.act_id = w.act_id AND t.kind = 'CREDITED'
    AND t.amount_cents < 0
ORDER BY d.contract_id, d.id, t.id
