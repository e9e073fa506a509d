-- One row per suspicion of laundering, the latest first: of a contract or (null) of all, one (its
-- number) or (null) all; those that are done too where everything is wanted.
SELECT a.id AS aml_alarm_id, a.contract_id, k.number AS contract_number, c.name AS client_name,
    a.scenario AS aml_scenario, a.subject AS alarm_subject, a.subject_id AS alarm_subject_id,
    a.amount_cents AS alarm_cents, k.currency, a.evidence::text AS evidence, a.found_on,
    coalesce(s.outcome, 'OPEN') AS aml_outcome, s.reason, s.said_on
FROM aml_alarm a
JOIN contract k ON k.id = a.contract_id
JOIN party c ON c.id = k.client_id
JOIN aml_said s ON s.contract_id = a.contract_id AND s.alarm_id = a.id
WHERE (%(contract_id)s::bigint IS NULL OR a.contract_id = %(contract_id)s)
    AND (%(aml_alarm_id)s::bigint IS NULL OR a.id = %(aml_alarm_id)s)
    AND (%(everything)s OR s.outcome IS NULL OR s.outcome NOT IN ('SENT', 'CLEARED'))
ORDER BY a.id DESC
