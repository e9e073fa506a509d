-- One row per open invoice of which a part is not fundable, with its first reason.
SELECT contract_id, buyer_id, id AS invoice_id, coalesce(hold, 'overdue') AS hold, ineligible_cents
FROM invoice WHERE contract_id = %(contract_id)s AND open_cents > 0 AND ineligible_cents > 0
ORDER BY id
