-- One row at most: what the house reckons provisions with on a day.
SELECT t.value AS terms, t.valid_from_on, t.source FROM term t
WHERE t.contract_id = 0 AND t.subject = 'AUTHORITY' AND t.name = 'provision_terms'
    AND t.valid_from_on <= %(on)s
ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
