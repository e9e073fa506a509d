-- One row per invoice asked for that a claim has settled since an entry took something off it:
-- where it took all of it out (%(is_whole)s) accepted, paid, shared or written off since, else
-- paid or shared since, and accepted before.
SELECT i.invoice_number, k.claim_number
FROM unnest(%(invoice_id)s::bigint[], %(entry_id)s::bigint[]) w (invoice_id, entry_id)
JOIN claim_item m ON m.contract_id = %(contract_id)s AND m.invoice_id = w.invoice_id
JOIN claim k ON k.contract_id = m.contract_id AND k.id = m.claim_id
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.invoice_id
CROSS JOIN LATERAL (
    SELECT bool_or(s.id > w.entry_id AND s.step IN ('ACCEPTED', 'WRITTEN_OFF')) AS is_decided,
        bool_or(s.id > w.entry_id AND s.step IN ('RECEIVED', 'RECOVERED')) AS is_paid,
        bool_or(s.id < w.entry_id AND s.step = 'ACCEPTED') AS was_accepted
    FROM claim_step_now s WHERE s.contract_id = m.contract_id AND s.claim_id = m.claim_id
) s
WHERE CASE WHEN %(is_whole)s THEN s.is_decided OR s.is_paid ELSE s.is_paid AND s.was_accepted END
ORDER BY i.invoice_number, k.claim_number
