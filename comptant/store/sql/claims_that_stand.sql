-- One row per invoice asked for that is in a claim which stands: neither dropped, nor refused by
-- its insurer unless its loss is written off since. `is_decided`: it has taken the debt over.
SELECT i.invoice_number, k.claim_number, s.is_decided
FROM claim_item m
JOIN claim k ON k.contract_id = m.contract_id AND k.id = m.claim_id
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.invoice_id
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(e.step IN ('ACCEPTED', 'WRITTEN_OFF')), false) AS is_decided,
        coalesce(bool_or(e.step = 'REFUSED'), false) AS is_refused
    FROM claim_step_now e WHERE e.contract_id = m.contract_id AND e.claim_id = m.claim_id
) s
WHERE m.contract_id = %(contract_id)s AND m.invoice_id = ANY (%(ids)s::bigint[])
    AND NOT m.is_dropped AND (s.is_decided OR NOT s.is_refused)
ORDER BY s.is_decided DESC, i.invoice_number, k.claim_number
