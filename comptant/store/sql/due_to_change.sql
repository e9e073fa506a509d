-- One row per open invoice whose answer changes by time alone, up to the day.
SELECT id FROM invoice
WHERE contract_id = %(contract_id)s AND next_change_on <= %(on)s AND open_cents > 0
