-- One row per contract of some that bears its share of premiums on a day: at which rate; none of
-- one that is closed.
SELECT f.contract_id, f.charge_ppm[1] AS charge_ppm
FROM (
    SELECT DISTINCT ON (w.contract_id) w.* FROM contract_fee w
    WHERE w.contract_id = ANY (%(ids)s::bigint[]) AND w.fee_code = 'FEE-ASS'
        AND w.charge_unit = 'PREMIUM' AND w.valid_from_on <= %(on)s
    ORDER BY w.contract_id, w.valid_from_on DESC, w.recorded_at DESC
) f
WHERE cardinality(f.charge_ppm) > 0 AND (
    SELECT t.value #>> '{}' FROM term t
    WHERE t.contract_id = f.contract_id AND t.subject = 'CONTRACT'
        AND t.subject_id = f.contract_id AND t.name = 'status' AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) <> 'CLOSED'
ORDER BY f.contract_id
