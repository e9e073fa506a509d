-- One row per cause that has brought a fee of a contract: the act, month, buyer and year, or the
-- days counted from; its bill, and the entry that has reversed that.
SELECT b.contract_id, k.number AS contract_number, k.currency, b.fee_code, b.charge_unit,
    b.cause AS fee_cause, b.until_on, e.entry_on, b.entry_id, r.id AS reversal_id
FROM fee_billed b
JOIN contract k ON k.id = b.contract_id
JOIN entry e ON e.contract_id = b.contract_id AND e.id = b.entry_id
LEFT JOIN entry r ON r.contract_id = b.contract_id AND r.reverses_id = b.entry_id
WHERE (%(contract_id)s::bigint IS NULL OR b.contract_id = %(contract_id)s)
ORDER BY b.entry_id, b.fee_code, b.charge_unit, b.cause
