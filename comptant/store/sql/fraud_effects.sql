-- One row per contract: whether an alarm, a suspicion or a name on a list freezes it, which
-- invoices and buyers they block now.
SELECT k.id AS contract_id,
    coalesce(bool_or(a.effect = 'FREEZE' OR a.outcome = 'CONFIRMED'), false)
        OR EXISTS (SELECT FROM screening_stop s
            WHERE s.contract_id = k.id AND s.buyer_id IS NULL)
        OR EXISTS (SELECT FROM aml_said m WHERE m.contract_id = k.id
            AND m.outcome IN ('HELD', 'SUSPECT', 'OPPOSED')) AS is_frozen,
    ARRAY(SELECT DISTINCT s.buyer_id FROM screening_stop s
        WHERE s.contract_id = k.id AND s.buyer_id IS NOT NULL) AS doubted_ids,
    coalesce(array_agg(a.subject_id ORDER BY a.subject_id) FILTER (WHERE a.subject = 'INVOICE'
        AND (a.effect IN ('BLOCK', 'FREEZE') OR a.outcome = 'CONFIRMED')), '{}') AS invoice_ids,
    coalesce(array_agg(a.subject_id ORDER BY a.subject_id) FILTER (WHERE a.subject = 'BUYER'
        AND a.effect = 'BLOCK'), '{}') AS buyer_ids
FROM contract k
LEFT JOIN LATERAL (
    SELECT f.effect, f.subject, f.subject_id, d.outcome FROM fraud_alarm f
    LEFT JOIN LATERAL (SELECT d.outcome FROM fraud_decision d
        WHERE d.contract_id = f.contract_id AND d.alarm_id = f.id ORDER BY d.id DESC LIMIT 1) d
        ON true
    WHERE f.contract_id = k.id AND d.outcome IS DISTINCT FROM 'CLEARED'
) a ON true
WHERE k.id = %(contract_id)s
GROUP BY k.id
