-- One row per payment that waits and has a guess: the best one, the surest first.
SELECT y.id, CASE WHEN NOT k.is_house THEN k.number END AS contract_number, y.value_on, y.currency,
    y.open_cents, m.payer_name, m.remittance_text, y.wait_reason, g.invoice_numbers,
    g.proposed_cents, g.confidence_ppm, g.guess_evidence
FROM payment y
JOIN contract k ON k.id = y.contract_id
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
CROSS JOIN LATERAL (
    SELECT string_agg(i.invoice_number, ', ' ORDER BY i.due_on, i.id) AS invoice_numbers,
        sum(n.proposed_cents)::bigint AS proposed_cents, n.confidence_ppm,
        n.evidence AS guess_evidence
    FROM guess n JOIN invoice i ON i.contract_id = n.invoice_contract_id AND i.id = n.invoice_id
    WHERE n.contract_id = y.contract_id AND n.payment_id = y.id AND n.guess_number = 1
        AND n.act_id = (SELECT max(l.act_id) FROM guess l WHERE l.contract_id = y.contract_id
            AND l.payment_id = y.id)
    GROUP BY n.confidence_ppm, n.evidence HAVING bool_and(i.open_cents <> 0)
) g
WHERE y.open_cents > 0
ORDER BY g.confidence_ppm DESC, y.id DESC
