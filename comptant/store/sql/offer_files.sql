-- One row per file asked for, of a company or (null) of anybody: what it says.
SELECT id, content FROM offer_file
WHERE id = ANY (%(ids)s) AND (%(company_id)s::bigint IS NULL OR company_id = %(company_id)s)
