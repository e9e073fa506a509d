-- One row per contract and day from which its margin on an over-advance is another.
SELECT DISTINCT ON (t.contract_id, t.valid_from_on) t.contract_id, k.currency, t.valid_from_on,
    (t.value #>> '{}')::bigint AS margin_ppm
FROM term t JOIN contract k ON k.id = t.contract_id
WHERE t.contract_id = ANY (%(ids)s::bigint[]) AND t.subject = 'CONTRACT'
    AND t.subject_id = t.contract_id
    AND t.name = 'excess_margin_ppm'
ORDER BY t.contract_id, t.valid_from_on, t.recorded_at DESC
