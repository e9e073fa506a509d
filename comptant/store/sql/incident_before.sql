-- One row, where the last incident of payment of a buyer is the one that an act has told: what was
-- told before it.
WITH told AS (
    SELECT value, act_id, row_number() OVER (ORDER BY valid_from_on DESC, recorded_at DESC) AS place
    FROM term WHERE contract_id = %(contract_id)s AND subject = 'BUYER'
        AND subject_id = %(buyer_id)s AND name = 'payment_incident_on'
)
SELECT coalesce((SELECT value #>> '{}' FROM told WHERE place = 2), '') AS before_on
FROM told WHERE place = 1 AND act_id = %(act_id)s
