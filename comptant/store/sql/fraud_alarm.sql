-- One row: an alarm and what was last decided of it.
SELECT a.contract_id, a.id AS alarm_id, a.rule AS fraud_rule, a.subject AS alarm_subject,
    a.subject_id AS alarm_subject_id, a.amount_cents AS alarm_cents, a.effect AS fraud_effect,
    k.currency, (SELECT d.outcome FROM fraud_decision d WHERE d.contract_id = a.contract_id
        AND d.alarm_id = a.id ORDER BY d.id DESC LIMIT 1) AS fraud_outcome
FROM fraud_alarm a JOIN contract k ON k.id = a.contract_id
WHERE a.contract_id = %(contract_id)s AND a.id = %(alarm_id)s
