-- One row per audit of a client in the period.
SELECT DISTINCT t.contract_id, (t.value #>> '{}')::date AS audit_on
FROM term t
WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'CONTRACT'
    AND t.subject_id = t.contract_id AND t.name = 'audit_on' AND t.value <> 'null'
    AND t.valid_from_on BETWEEN %(from_on)s::date AND %(on)s::date + 60
ORDER BY 1, 2
