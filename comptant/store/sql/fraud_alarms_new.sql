-- One row per alarm told that is new: none of its rule and subject is open, was confirmed, or was
-- cleared for good (a thing) or in the last thirty days (a whole client, a buyer, a person).
SELECT t.rule AS fraud_rule, t.contract_id, t.subject AS alarm_subject,
    t.subject_id AS alarm_subject_id
FROM unnest(%(contract_id)s::bigint[], %(fraud_rule)s::text[], %(alarm_subject)s::text[],
    %(alarm_subject_id)s::bigint[]) AS t (contract_id, rule, subject, subject_id)
WHERE NOT EXISTS (SELECT FROM fraud_alarm a
    LEFT JOIN LATERAL (SELECT d.outcome, d.decided_on FROM fraud_decision d
        WHERE d.contract_id = a.contract_id AND d.alarm_id = a.id ORDER BY d.id DESC LIMIT 1) d
        ON true
    WHERE a.contract_id = t.contract_id AND a.rule = t.rule AND a.subject = t.subject
        AND a.subject_id = t.subject_id
        AND (d.outcome IS DISTINCT FROM 'CLEARED'
            OR t.subject IN ('INVOICE', 'PAYMENT', 'ACCOUNT')
            OR d.decided_on > %(on)s::date - 30))
ORDER BY 2, 1, 4
