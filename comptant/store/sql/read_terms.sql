-- One row per dated term of a contract, the latest first; what stops the funding for a suspicion is
-- for the house alone.
SELECT t.name AS term, t.valid_from_on, t.recorded_at, t.value, t.source, k.currency
FROM term t
JOIN contract k ON k.id = t.contract_id
WHERE t.contract_id = %(contract_id)s AND t.subject = 'CONTRACT' AND t.subject_id = %(contract_id)s
    AND (t.name <> 'is_funding_frozen' OR reading_for_factor())
ORDER BY t.valid_from_on DESC, t.recorded_at DESC, t.name
