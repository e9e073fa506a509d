-- One row per account and currency revalued: what it is worth in euro, and what was booked.
SELECT k.number AS contract_number, v.contract_id, v.id, v.revalued_on, v.account, v.currency,
    v.balance_cents, v.per_euro_millionths, v.euro_cents, v.amount_cents AS exchange_cents,
    v.entry_id
FROM revaluation v JOIN contract k ON k.id = v.contract_id
WHERE %(contract_id)s::bigint IS NULL OR v.contract_id = %(contract_id)s
ORDER BY v.revalued_on, v.contract_id, v.account, v.id
