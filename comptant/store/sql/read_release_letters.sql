-- One row per release letter recorded for an invoice of a contract (null: of every contract), the
-- newest first: who recorded it, from what.
SELECT r.id, k.number AS contract_number, r.invoice_number, r.is_withdrawn, r.source, u.login,
    r.recorded_at
FROM release_letter r
JOIN contract k ON k.id = r.contract_id
LEFT JOIN act a ON a.id = r.act_id
LEFT JOIN app_user u ON u.id = a.by_id
WHERE %(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s
ORDER BY r.id DESC
