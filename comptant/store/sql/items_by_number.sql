-- One row per invoice or credit note with one of these numbers, of one contract or of any; paid
-- ones too.
SELECT id AS invoice_id, contract_id, buyer_id, number_key, invoice_number, open_cents, currency
    FROM invoice
WHERE number_key = ANY (%(keys)s::text[])
    AND (%(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s)
ORDER BY contract_id, id
