-- One row per authority that the factor has set for a role and kind, as in force on the day.
SELECT DISTINCT ON (name) name, value
FROM term
WHERE contract_id = 0 AND subject = 'AUTHORITY' AND name = ANY (%(names)s)
    AND valid_from_on <= %(on)s
ORDER BY name, valid_from_on DESC, recorded_at DESC
