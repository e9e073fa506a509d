-- One row per dated term of a contract, the latest first.
SELECT t.name AS term, t.valid_from_on, t.recorded_at, t.value, t.source FROM term t
WHERE t.contract_id = %(contract_id)s AND t.subject = 'CONTRACT' AND t.subject_id = %(contract_id)s
ORDER BY t.valid_from_on DESC, t.recorded_at DESC, t.name
