-- One row: an alarm and what was last decided of it.
SELECT a.contract_id, a.id AS alarm_id, a.rule AS fraud_rule, a.subject AS alarm_subject,
    a.subject_id AS alarm_subject_id, a.amount_cents AS alarm_cents, a.effect AS fraud_effect,
    k.currency, d.outcome AS fraud_outcome, coalesce(d.id, 0) AS decision_id
FROM fraud_alarm a JOIN contract k ON k.id = a.contract_id
LEFT JOIN LATERAL (SELECT x.id, x.outcome FROM fraud_decision x
    WHERE x.contract_id = a.contract_id AND x.alarm_id = a.id ORDER BY x.id DESC LIMIT 1) d ON true
WHERE a.contract_id = %(contract_id)s AND a.id = %(alarm_id)s
