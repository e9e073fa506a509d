-- One row per open invoice of some contracts whose answer changes by time alone, up to the day.
SELECT contract_id, id AS invoice_id FROM invoice
WHERE contract_id = ANY (%(ids)s::bigint[]) AND next_change_on <= %(on)s AND open_cents > 0
