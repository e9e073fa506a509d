-- One row per open invoice or credit note (below zero) asked for.
SELECT id, buyer_id, open_cents FROM invoice
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND open_cents <> 0 ORDER BY id
