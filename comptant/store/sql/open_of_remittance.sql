-- One row per open invoice of a remittance that something holds.
SELECT id FROM invoice
WHERE contract_id = %(contract_id)s AND remittance_id = %(remittance_id)s
    AND hold IS NOT NULL AND open_cents > 0
ORDER BY id
