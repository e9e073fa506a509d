-- One row per fee of a contract in force on a day: the amount, or the rate, of its first tier.
SELECT f.fee_code, f.charge_unit, f.unit_cents[1] AS unit_cents, f.charge_ppm[1] AS charge_ppm,
    cardinality(f.tier_from) AS tier_count
FROM (
    SELECT DISTINCT ON (w.fee_code, w.charge_unit) w.*
    FROM contract_fee w
    WHERE w.contract_id = %(contract_id)s AND w.valid_from_on <= %(on)s
    ORDER BY w.fee_code, w.charge_unit, w.valid_from_on DESC, w.recorded_at DESC
) f
WHERE cardinality(f.tier_from) > 0
ORDER BY f.fee_code, f.charge_unit
