-- One row per invoice asked for that is closed.
SELECT id FROM invoice WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND open_cents = 0
