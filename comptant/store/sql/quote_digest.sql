-- One row: the digest of an offer as it is kept.
SELECT sha256(convert_to(q.offer::text, 'UTF8')) AS digest FROM quote q WHERE q.id = %(quote_id)s
