-- One row per buyer of a contract about whom something dated is known: the latest value of each
-- fact, and by which notice an insolvency is known.
SELECT subject_id AS buyer_id, jsonb_object_agg(name, value
    ORDER BY valid_from_on, recorded_at) || jsonb_build_object('buyer_insolvent_source',
        (array_agg(source ORDER BY valid_from_on DESC, recorded_at DESC)
            FILTER (WHERE name = 'insolvent_on'))[1]) AS facts FROM term
WHERE (contract_id = %(contract_id)s AND subject = 'BUYER')
    OR (contract_id = 0 AND subject = 'PARTY')
GROUP BY subject_id
