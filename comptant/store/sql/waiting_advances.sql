-- One row per change of the advances of invoices on which a charge in advance waits for its rate.
SELECT a.contract_id, a.invoice_id, a.id AS change_id, a.lot_id, a.value_on, a.until_on,
    a.advance_cents,
    a.financing_rate_ppm, a.interest_cents
FROM charged_advance a
WHERE a.contract_id = ANY (%(ids)s::bigint[]) AND EXISTS (SELECT FROM charged_advance n
    WHERE n.contract_id = a.contract_id AND n.invoice_id = a.invoice_id
        AND n.financing_rate_ppm IS NULL)
ORDER BY a.contract_id, a.id
