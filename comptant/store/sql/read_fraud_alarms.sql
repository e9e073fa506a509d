-- One row per alarm of fraud, the latest first: of a contract or (null) of all, an alarm or (null)
-- all; decided ones too where everything is wanted.
SELECT a.id AS alarm_id, a.contract_id, k.number AS contract_number, c.name AS client_name,
    a.rule AS fraud_rule, a.effect AS fraud_effect, a.subject AS alarm_subject,
    a.subject_id AS alarm_subject_id, CASE a.subject
        WHEN 'INVOICE' THEN (SELECT i.invoice_number FROM invoice i
            WHERE i.contract_id = a.contract_id AND i.id = a.subject_id)
        WHEN 'BUYER' THEN (SELECT p.name FROM party p WHERE p.id = a.subject_id)
        WHEN 'ACCOUNT' THEN (SELECT '…' || right(y.iban, 4) FROM payee_account y
            WHERE y.id = a.subject_id)
        WHEN 'USER' THEN (SELECT u.login FROM app_user u WHERE u.id = a.subject_id)
        WHEN 'CONTRACT' THEN k.number
        ELSE a.subject_id::text END AS alarm_about,
    a.amount_cents AS alarm_cents, k.currency, a.evidence::text AS evidence, a.found_on,
    coalesce(d.outcome, 'OPEN') AS fraud_outcome, d.reason, d.decided_on
FROM fraud_alarm a
JOIN contract k ON k.id = a.contract_id
JOIN party c ON c.id = k.client_id
LEFT JOIN LATERAL (SELECT d.outcome, d.reason, d.decided_on FROM fraud_decision d
    WHERE d.contract_id = a.contract_id AND d.alarm_id = a.id ORDER BY d.id DESC LIMIT 1) d ON true
WHERE (%(contract_id)s::bigint IS NULL OR a.contract_id = %(contract_id)s)
    AND (%(alarm_id)s::bigint IS NULL OR a.id = %(alarm_id)s)
    AND (%(everything)s OR d.outcome IS NULL)
ORDER BY a.id DESC
