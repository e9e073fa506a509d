-- One row per alarm of fraud found on a day and not decided, what holds money on top.
SELECT k.number AS contract_number, a.id AS alarm_id, a.rule AS fraud_rule,
    a.effect AS fraud_effect, a.amount_cents AS alarm_cents, k.currency
FROM fraud_alarm a JOIN contract k ON k.id = a.contract_id
WHERE a.found_on = %(day)s::date AND NOT EXISTS (SELECT FROM fraud_decision d
    WHERE d.contract_id = a.contract_id AND d.alarm_id = a.id)
ORDER BY a.effect NOT IN ('BLOCK', 'FREEZE'), a.amount_cents DESC, a.id
