-- One row per line of the bills of a contract, or of all, between two days: what it is for, under
-- which clause, on what, for which days, at which rate.
SELECT c.id, c.contract_id, k.number AS contract_number, k.currency, e.entry_on, e.value_on,
    c.code AS charge_code, c.clause,
    c.base_cents, c.from_on, c.until_on, (c.until_on - c.from_on)::bigint AS interest_days,
        c.rate_ppm, c.unit_count, c.unit_cents, c.amount_cents,
    c.corrects_id IS NOT NULL AS is_correction, c.period_from_on, c.period_until_on, c.entry_id
FROM charge c
JOIN contract k ON k.id = c.contract_id
JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id
WHERE (%(contract_id)s::bigint IS NULL OR c.contract_id = %(contract_id)s)
    AND e.entry_on >= coalesce(%(from_on)s::date, '-infinity')
        AND e.entry_on <= coalesce(%(until_on)s::date, 'infinity')
ORDER BY c.id DESC
