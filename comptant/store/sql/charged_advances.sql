-- One row per change of the advances charged in advance on the invoices asked for.
SELECT a.contract_id, a.invoice_id, a.id AS change_id, a.lot_id, a.value_on, a.until_on,
    a.advance_cents,
    a.financing_rate_ppm, a.interest_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) w (contract_id, invoice_id)
JOIN charged_advance a ON a.contract_id = w.contract_id AND a.invoice_id = w.invoice_id
ORDER BY a.contract_id, a.id
