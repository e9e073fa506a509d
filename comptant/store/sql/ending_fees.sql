-- One row per contract asked for that owes a share of the annual minimum left when it ends before
-- an anniversary, not billed yet: the share on the day, and the first day of the contract. Nothing
-- is owed of an end by the factor's own notice.
SELECT f.contract_id, f.fee_code, f.charge_ppm[1] AS charge_ppm, s.first_on
FROM unnest(%(ids)s::bigint[]) w (contract_id)
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (o.fee_code) o.contract_id, o.fee_code, o.charge_unit, o.charge_ppm
    FROM contract_fee o WHERE o.contract_id = w.contract_id AND o.charge_unit = 'ENDING'
        AND o.valid_from_on <= %(on)s
    ORDER BY o.fee_code, o.valid_from_on DESC, o.recorded_at DESC
) f
CROSS JOIN LATERAL (
    SELECT min(t.valid_from_on) FILTER (WHERE t.value #>> '{}' NOT IN ('PROSPECT', 'OPENING'))
        AS first_on
    FROM term t WHERE t.contract_id = w.contract_id AND t.subject = 'CONTRACT'
        AND t.subject_id = w.contract_id AND t.name = 'status'
) s
CROSS JOIN LATERAL (
    SELECT bool_or(n.operation = 'give_notice' AND n.answer ->> 'given_by' = 'FACTOR') AS by_factor
    FROM (SELECT t.act_id FROM term t WHERE t.contract_id = w.contract_id
            AND t.subject = 'CONTRACT' AND t.subject_id = w.contract_id AND t.name = 'status'
            AND t.value #>> '{}' = 'RUNOFF'
        ORDER BY t.recorded_at DESC LIMIT 1) last
    JOIN act n ON n.id = last.act_id
) e
WHERE cardinality(f.charge_ppm) > 0 AND e.by_factor IS NOT TRUE AND s.first_on <= %(on)s
    AND NOT EXISTS (SELECT FROM fee_billed b WHERE b.contract_id = f.contract_id
        AND b.fee_code = f.fee_code AND b.charge_unit = f.charge_unit)
ORDER BY f.contract_id, f.fee_code
