-- One row per invoice or credit note asked for.
SELECT id, buyer_id, amount_cents, open_cents, invoice_number, currency,
    fingerprint::text AS fingerprint
FROM invoice WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[])
