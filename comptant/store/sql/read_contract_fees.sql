-- One row per price of a fee that a contract was ever given, of a contract or of all: from which
-- day on, beyond which number or amount; no longer due where it has neither amount nor rate.
SELECT f.contract_id, k.number AS contract_number, k.currency, f.fee_code, f.charge_unit,
    f.valid_from_on, f.recorded_at, coalesce(t.tier_from, 0) AS tier_from,
    coalesce(t.unit_cents, 0) AS unit_cents, coalesce(t.charge_ppm, 0) AS charge_ppm, f.source
FROM contract_fee f
JOIN contract k ON k.id = f.contract_id
LEFT JOIN LATERAL unnest(f.tier_from, f.unit_cents, f.charge_ppm)
    AS t (tier_from, unit_cents, charge_ppm) ON true
WHERE (%(contract_id)s::bigint IS NULL OR f.contract_id = %(contract_id)s)
ORDER BY f.contract_id, f.fee_code, f.charge_unit, f.valid_from_on, f.recorded_at, tier_from
