-- One row per open invoice asked for.
SELECT id, invoice_number, buyer_id, due_on, open_cents, approved_cents, ineligible_cents
FROM invoice
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND open_cents > 0
ORDER BY id
