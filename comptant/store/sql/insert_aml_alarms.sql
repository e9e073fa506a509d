-- One row per suspicion that is new: none of its scenario and subject is open, was reported, or was
-- cleared for good (a payment) or in the last thirty days (a whole contract).
INSERT INTO aml_alarm (contract_id, scenario, subject, subject_id, amount_cents, evidence,
    found_on, act_id)
SELECT t.contract_id, t.scenario, t.subject, t.subject_id, t.cents, t.evidence::jsonb,
    %(on)s, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(fraud_rule)s::text[], %(alarm_subject)s::text[],
    %(alarm_subject_id)s::bigint[], %(alarm_cents)s::bigint[], %(evidence)s::text[])
    AS t (contract_id, scenario, subject, subject_id, cents, evidence)
WHERE NOT EXISTS (SELECT FROM aml_alarm a
    JOIN aml_said s ON s.contract_id = a.contract_id AND s.alarm_id = a.id
    WHERE a.contract_id = t.contract_id AND a.scenario = t.scenario AND a.subject = t.subject
        AND a.subject_id = t.subject_id
        AND (s.outcome IS NULL OR s.outcome IN ('HELD', 'SUSPECT', 'OPPOSED', 'LET_GO')
            OR t.subject = 'PAYMENT' OR s.said_on > %(on)s::date - 30))
ORDER BY t.contract_id, t.scenario, t.subject_id
RETURNING contract_id, id AS alarm_id
