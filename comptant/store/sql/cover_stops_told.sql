-- One row per buyer and policy that covers him under a contract (null: any), with what is said of
-- the insurer's stop on a day.
SELECT DISTINCT v.contract_id, b.buyer_id, v.policy_id, t.stop_on, t.source, t.valid_from_on
FROM policy_cover v
JOIN contract_buyer b ON b.contract_id = v.contract_id AND v.buyer_id IN (0, b.buyer_id)
LEFT JOIN LATERAL (
    SELECT (nullif(x.value, 'null'::jsonb) #>> '{}')::date AS stop_on, x.source, x.valid_from_on
    FROM term x
    WHERE x.contract_id = v.contract_id AND x.subject = 'BUYER' AND x.subject_id = b.buyer_id
        AND x.name = 'insurer_stop_on' AND x.valid_from_on <= %(on)s
    ORDER BY x.valid_from_on DESC, x.recorded_at DESC LIMIT 1
) t ON true
WHERE (%(contract_id)s::bigint IS NULL OR v.contract_id = %(contract_id)s)
ORDER BY v.contract_id, b.buyer_id, v.policy_id
