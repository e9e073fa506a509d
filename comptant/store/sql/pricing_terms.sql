-- One row per contract and day from which the price of its money changed: the price from that day
-- on.
WITH said AS (
    SELECT contract_id, name, value, valid_from_on, recorded_at FROM term
    WHERE contract_id = ANY (%(ids)s::bigint[]) AND subject = 'CONTRACT'
        AND subject_id = contract_id
        AND name IN ('reference_index', 'fixing_convention', 'margin_ppm', 'is_floored',
            'interest_base')
), days AS (
    SELECT DISTINCT contract_id, valid_from_on AS day FROM said
), latest AS (
    SELECT DISTINCT ON (d.contract_id, d.day, s.name) d.contract_id, d.day, s.name, s.value
    FROM days d JOIN said s ON s.contract_id = d.contract_id AND s.valid_from_on <= d.day
    ORDER BY d.contract_id, d.day, s.name, s.valid_from_on DESC, s.recorded_at DESC
)
SELECT l.contract_id, k.currency, l.day AS valid_from_on,
    max(l.value #>> '{}') FILTER (WHERE l.name = 'reference_index') AS rate_index,
    max(l.value #>> '{}') FILTER (WHERE l.name = 'fixing_convention') AS fixing_convention,
    max((l.value #>> '{}')::bigint) FILTER (WHERE l.name = 'margin_ppm') AS margin_ppm,
    CASE WHEN bool_or(l.value = 'true') FILTER (WHERE l.name = 'is_floored')
        THEN 0 END::bigint AS floor_ppm,
    coalesce(max(l.value #>> '{}') FILTER (WHERE l.name = 'interest_base'),
        'FUNDS_IN_USE') = 'FUNDS_IN_USE' AS counts_fund
FROM latest l JOIN contract k ON k.id = l.contract_id
GROUP BY 1, 2, 3
ORDER BY 1, 3
