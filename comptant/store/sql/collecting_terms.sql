-- One row: what is agreed with our bank about instruments on an account, in force on a day.
SELECT coalesce(jsonb_object_agg(name, value), '{}') AS terms FROM (
    SELECT DISTINCT ON (name) name, value FROM term
    WHERE contract_id = 0 AND subject = 'ACCOUNT' AND subject_id = %(own_account_id)s
        AND name = ANY(%(names)s)
        AND valid_from_on <= %(on)s
    ORDER BY name, valid_from_on DESC, recorded_at DESC) latest
