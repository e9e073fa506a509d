-- One row per document whose invoice had gone back to the client and is ours again.
UPDATE held h SET contract_id = i.contract_id, invoice_id = i.id, returned_for = NULL
FROM invoice i
WHERE i.contract_id = %(contract_id)s AND i.id = ANY(%(ids)s::bigint[]) AND h.fingerprint = i.fingerprint AND h.returned_for IS NOT NULL
