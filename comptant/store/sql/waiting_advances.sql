-- One row per change of the advances of invoices on which a charge in advance waits for its rate.
SELECT a.contract_id, a.invoice_id, a.id AS change_id, a.lot_id, a.value_on, a.until_on, a.advance_cents,
    a.financing_rate_ppm, a.interest_cents
FROM (SELECT DISTINCT contract_id, invoice_id FROM charged_advance
    WHERE contract_id = ANY (%(ids)s::bigint[]) AND financing_rate_ppm IS NULL) w
JOIN charged_advance a ON a.contract_id = w.contract_id AND a.invoice_id = w.invoice_id
ORDER BY a.contract_id, a.id
