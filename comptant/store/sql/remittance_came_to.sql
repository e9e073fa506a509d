-- One row: what was approved of some invoices, and how many are not financed.
SELECT coalesce(sum(approved_cents), 0)::bigint AS approved_cents, count(hold) AS not_fundable FROM invoice
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[]) AND amount_cents > 0
