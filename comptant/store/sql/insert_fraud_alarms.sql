-- One row per alarm that is new: none of its rule and subject is open, was confirmed, or was
-- cleared for good (a thing) or in the last thirty days (a whole client, a buyer, a person). What
-- a peer tells is known only by the same word of the same peer.
WITH told AS (
    SELECT * FROM unnest(%(contract_id)s::bigint[], %(fraud_rule)s::text[],
        %(alarm_subject)s::text[], %(alarm_subject_id)s::bigint[], %(alarm_cents)s::bigint[],
        %(effect)s::text[], %(evidence)s::text[])
        AS t (contract_id, rule, subject, subject_id, cents, effect, evidence)
)
INSERT INTO fraud_alarm (contract_id, rule, subject, subject_id, amount_cents, effect, evidence,
    found_on, act_id)
SELECT t.contract_id, t.rule, t.subject, t.subject_id, t.cents, t.effect, t.evidence::jsonb,
    %(on)s, %(act_id)s
FROM told t
WHERE NOT EXISTS (SELECT FROM fraud_alarm a
    LEFT JOIN LATERAL (SELECT d.outcome, d.decided_on FROM fraud_decision d
        WHERE d.contract_id = a.contract_id AND d.alarm_id = a.id ORDER BY d.id DESC LIMIT 1) d
        ON true
    WHERE a.contract_id = t.contract_id AND a.rule = t.rule AND a.subject = t.subject
        AND a.subject_id = t.subject_id
        AND CASE WHEN t.evidence::jsonb ? 'peer' THEN a.evidence = t.evidence::jsonb
            ELSE NOT a.evidence ? 'peer' END
        AND (d.outcome IS DISTINCT FROM 'CLEARED'
            OR t.subject IN ('INVOICE', 'PAYMENT', 'ACCOUNT')
            OR d.decided_on > %(on)s::date - 30))
ORDER BY t.contract_id, t.rule, t.subject_id
RETURNING contract_id, id AS alarm_id, rule AS fraud_rule, subject AS alarm_subject,
    subject_id AS alarm_subject_id, amount_cents AS alarm_cents, effect AS fraud_effect
