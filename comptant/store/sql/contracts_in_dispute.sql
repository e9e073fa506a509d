-- One row per contract that has a dispute of one of the invoices asked for.
SELECT DISTINCT d.contract_id
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS a (contract_id, invoice_id)
JOIN dispute d ON d.contract_id = a.contract_id AND d.invoice_id = a.invoice_id
ORDER BY d.contract_id
