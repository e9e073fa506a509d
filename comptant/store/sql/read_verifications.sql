-- One row per invoice drawn to be verified, the latest first: of a contract or (null) of all; those
-- without an answer, or everything.
SELECT v.id AS verification_id, v.contract_id, k.number AS contract_number, v.campaign_id,
    v.invoice_id, i.invoice_number, b.name AS buyer_name, v.cause AS verification_cause,
    v.draw_ppm, v.amount_cents, i.currency, v.drawn_on, a.answer AS verification_answer,
    a.answered_on
FROM verification v
JOIN contract k ON k.id = v.contract_id
JOIN invoice i ON i.contract_id = v.contract_id AND i.id = v.invoice_id
JOIN party b ON b.id = v.buyer_id
LEFT JOIN LATERAL (SELECT t.value #>> '{}' AS answer, t.valid_from_on AS answered_on FROM term t
    WHERE t.contract_id = v.contract_id AND t.subject = 'INVOICE' AND t.subject_id = v.invoice_id
        AND t.name = 'verification_answer'
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) a ON true
WHERE (%(contract_id)s::bigint IS NULL OR v.contract_id = %(contract_id)s)
    AND (%(everything)s OR a.answer IS NULL)
ORDER BY v.id DESC
