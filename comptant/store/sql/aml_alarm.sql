-- One row: a suspicion of a contract, with what was said of it last.
SELECT a.contract_id, a.id AS alarm_id, a.scenario, a.amount_cents, k.currency,
    coalesce(s.outcome, 'OPEN') AS outcome, EXISTS (
        SELECT FROM approval p WHERE p.kind = 'laundering' AND p.subject_id = a.id
            AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = p.id)) AS is_asked
FROM aml_alarm a
JOIN contract k ON k.id = a.contract_id
JOIN aml_said s ON s.contract_id = a.contract_id AND s.alarm_id = a.id
WHERE a.contract_id = %(contract_id)s AND a.id = %(alarm_id)s
