-- One row per party: its country.
SELECT id AS client_id, country AS vat_territory FROM party WHERE id = ANY (%(ids)s::bigint[])
