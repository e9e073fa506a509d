-- One row for the staff per thing recorded for the opening of a contract, or of all, with who recorded it.
SELECT o.id, o.contract_id, k.number AS contract_number, o.guard, o.label, o.fact_on, o.until_on, o.detail, o.source,
    encode(o.digest, 'hex') AS digest, u.login
FROM opening_fact o
JOIN contract k ON k.id = o.contract_id
JOIN act a ON a.id = o.act_id
JOIN app_user u ON u.id = a.by_id
WHERE %(contract_id)s::bigint IS NULL OR o.contract_id = %(contract_id)s
ORDER BY o.id
