-- One row per word on a suspicion of laundering, in order: proposals too.
SELECT w.id, w.contract_id, w.alarm_id AS aml_alarm_id, w.outcome AS aml_outcome, w.reason,
    w.said_on, u.login AS said_by
FROM aml_word w
JOIN app_user u ON u.id = w.by_id
WHERE w.contract_id = %(contract_id)s AND w.alarm_id = %(aml_alarm_id)s
ORDER BY w.id
