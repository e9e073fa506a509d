-- One row per document whose invoice had gone back to the client and is ours again: held, whatever
-- has let it go meanwhile.
INSERT INTO held (fingerprint, contract_id, invoice_id)
SELECT fingerprint, contract_id, id FROM invoice
WHERE contract_id = %(contract_id)s AND id = ANY(%(ids)s::bigint[]) AND fingerprint IS NOT NULL
    ORDER BY fingerprint
ON CONFLICT (fingerprint) DO UPDATE
    SET contract_id = EXCLUDED.contract_id, invoice_id = EXCLUDED.invoice_id, returned_for = NULL
    WHERE held.returned_for IS NOT NULL
