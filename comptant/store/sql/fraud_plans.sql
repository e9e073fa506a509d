-- One row per contract whose client has planned what it assigns a month.
SELECT DISTINCT ON (t.contract_id) t.contract_id, (t.value)::bigint AS planned_cents
FROM term t
WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'CONTRACT'
    AND t.subject_id = t.contract_id AND t.name = 'planned_turnover_cents' AND t.value <> 'null'
    AND t.valid_from_on <= %(on)s::date
ORDER BY t.contract_id, t.valid_from_on DESC, t.recorded_at DESC
