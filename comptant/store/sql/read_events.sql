-- One row per business event of contracts that may be seen, of a contract or of all.
SELECT e.id, e.kind AS event_kind, e.contract_id, k.number AS contract_number, e.act_id,
    e.at AS happened_at, e.data
FROM event e LEFT JOIN contract k ON k.id = e.contract_id
WHERE %(contract_id)s::bigint IS NULL OR e.contract_id = %(contract_id)s ORDER BY e.id
