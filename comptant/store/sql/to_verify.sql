-- One row per open invoice of a contract that nobody has asked its buyer about: its number in the
-- draw of a month, by the key of the factor's sampling.
SELECT i.id AS invoice_id, i.buyer_id, i.open_cents,
    ('x' || left(encode(sha256(convert_to(i.fingerprint::text || to_char(%(on)s::date, 'YYYY-MM')
        || draw.key, 'UTF8')), 'hex'), 8))::bit(32)::bigint %% 1000000 AS draw_ppm,
    (%(on)s::date - begun.on_date)::bigint AS client_days,
    EXISTS (SELECT FROM fraud_alarm a WHERE a.contract_id = i.contract_id
        AND (a.subject = 'INVOICE' AND a.subject_id = i.id
            OR a.subject = 'BUYER' AND a.subject_id = i.buyer_id)
        AND NOT EXISTS (SELECT FROM fraud_decision d WHERE d.contract_id = a.contract_id
            AND d.alarm_id = a.id AND d.outcome = 'CLEARED')) AS is_in_doubt
FROM invoice i
CROSS JOIN (SELECT coalesce((SELECT value #>> '{}' FROM term
    WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'sampling_key'
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), '') AS key) draw
CROSS JOIN (SELECT min(t.valid_from_on) AS on_date FROM term t
    WHERE t.contract_id = %(contract_id)s AND t.subject = 'CONTRACT' AND t.name = 'status') begun
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0
    AND NOT EXISTS (SELECT FROM verification v WHERE v.contract_id = i.contract_id
        AND v.invoice_id = i.id)
    AND NOT EXISTS (SELECT FROM term t WHERE t.contract_id = i.contract_id
        AND t.subject = 'INVOICE' AND t.subject_id = i.id AND t.name = 'verification_answer')
ORDER BY i.id
