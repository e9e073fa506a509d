-- One row: what is said last of the insolvency of a party on a day, and by whom.
SELECT nullif(value, 'null'::jsonb) #>> '{}' AS insolvent_on, source FROM term
WHERE contract_id = 0 AND subject = 'PARTY' AND subject_id = %(party_id)s
    AND name = 'insolvent_on' AND valid_from_on <= %(on)s
ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1
