-- One row per fee of contracts of which nothing was due although it was counted until a day: what
-- comes after, of a day counted, is the next count's.
INSERT INTO fee_billed (contract_id, fee_code, charge_unit, cause, until_on, entry_id, act_id)
SELECT f.contract_id, f.fee_code, f.charge_unit, 'counted until ' || %(until_on)s::date,
    %(until_on)s::date, NULL, %(act_id)s
FROM (
    SELECT DISTINCT ON (o.contract_id, o.fee_code, o.charge_unit) o.contract_id, o.fee_code,
        o.charge_unit, o.tier_from
    FROM contract_fee o
    WHERE o.contract_id = ANY (%(ids)s::bigint[]) AND o.charge_unit = ANY (%(units)s::text[])
        AND o.valid_from_on < %(until_on)s
    ORDER BY o.contract_id, o.fee_code, o.charge_unit, o.valid_from_on DESC, o.recorded_at DESC
) f
WHERE cardinality(f.tier_from) > 0 AND NOT EXISTS (SELECT FROM fee_billed b
    WHERE b.contract_id = f.contract_id AND b.fee_code = f.fee_code
        AND b.charge_unit = f.charge_unit AND b.until_on >= %(until_on)s)
