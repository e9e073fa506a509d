-- One row per invoice among those named that a buyer owes under a contract (open, or taken by the
-- guarantee) and was told of.
SELECT i.id AS invoice_id, i.invoice_number,
    i.open_cents + coalesce(g.owed_cents, 0) AS open_cents, i.currency, i.due_on,
    coalesce((SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = i.contract_id
        AND t.subject = 'INVOICE' AND t.subject_id = i.id AND t.name = 'verification_answer'
        AND t.valid_from_on <= %(on)s ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1),
        '') AS verification_answer
FROM invoice i
LEFT JOIN guarantee_owed g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
WHERE i.contract_id = %(contract_id)s AND i.buyer_id = %(buyer_id)s AND i.id = ANY (%(ids)s)
    AND i.open_cents + coalesce(g.owed_cents, 0) > 0
    AND (i.is_mentioned OR buyer_is_notified(%(contract_id)s, %(buyer_id)s, %(on)s))
ORDER BY i.due_on, i.id
