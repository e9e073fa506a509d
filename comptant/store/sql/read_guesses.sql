-- One row per invoice of each guess on one payment that waits, the surest guess first.
SELECT n.guess_number, k.number AS contract_number, i.id AS invoice_id, i.invoice_number,
    p.name AS buyer_name, i.due_on, i.currency, i.open_cents, n.proposed_cents, n.confidence_ppm,
    n.evidence AS guess_evidence
FROM payment y
JOIN guess n ON n.contract_id = y.contract_id AND n.payment_id = y.id
    AND n.act_id = (SELECT max(l.act_id) FROM guess l WHERE l.contract_id = y.contract_id
        AND l.payment_id = y.id)
JOIN invoice i ON i.contract_id = n.invoice_contract_id AND i.id = n.invoice_id
JOIN contract k ON k.id = i.contract_id
JOIN party p ON p.id = i.buyer_id
WHERE y.id = %(id)s AND y.open_cents > 0 AND i.open_cents <> 0
ORDER BY n.guess_number, i.due_on, i.id
