-- One row per remittance of a contract, the latest first; by id, null asks for all.
SELECT r.id, k.number AS contract_number, k.currency, r.title_number, r.transfer_mode, r.posted_on,
    r.received_at,
    r.promised_at, r.line_count, r.total_cents, r.refused_count, encode(r.digest, 'hex') AS digest,
        r.contract_id
FROM remittance r JOIN contract k ON k.id = r.contract_id
WHERE (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
    AND (%(id)s::bigint IS NULL OR r.id = %(id)s)
ORDER BY r.id DESC
