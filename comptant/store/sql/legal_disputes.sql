-- One row per step of a dispute of an invoice named, and per day of a promise about one.
SELECT t.step_on AS day, i.invoice_number, d.code AS what, t.kind AS step, i.currency,
    t.amount_cents, t.evidence
FROM dispute d
JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
WHERE d.contract_id = %(contract_id)s AND d.invoice_id = ANY (%(invoice_ids)s)
UNION ALL
SELECT n.due_on, i.invoice_number, 'PROMISE', 'PROMISED', i.currency, n.amount_cents, p.evidence
FROM promise_line l
JOIN promise p ON p.contract_id = l.contract_id AND p.id = l.promise_id
JOIN promise_instalment n ON n.contract_id = p.contract_id AND n.promise_id = p.id
JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
WHERE l.contract_id = %(contract_id)s AND l.invoice_id = ANY (%(invoice_ids)s)
ORDER BY 1, 2, 3
