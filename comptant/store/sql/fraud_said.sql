-- One row per fact of a contract that alarms have set: its funding frozen, an invoice or a buyer
-- held; as of a day.
SELECT DISTINCT ON (t.subject, t.subject_id, t.name) t.subject, t.subject_id, t.name,
    t.value = 'true' AS is_said
FROM term t
WHERE t.contract_id = %(contract_id)s AND t.source LIKE 'fraud desk%%'
    AND t.name IN ('is_funding_frozen', 'fraud_suspected', 'is_linked', 'is_in_doubt')
    AND t.valid_from_on <= %(on)s::date
ORDER BY t.subject, t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
