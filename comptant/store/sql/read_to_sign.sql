-- One row per remittance of a contract under Dailly deeds whose title is neither issued in French
-- nor signed, the oldest first: it may be signed now, and its fee, before VAT, is charged then.
SELECT r.id, k.number AS contract_number, k.currency, r.title_number, r.posted_on, r.line_count,
    r.total_cents, r.contract_id,
    (SELECT coalesce(sum(i.fee_cents), 0) FROM invoice i WHERE i.contract_id = r.contract_id
        AND i.remittance_id = r.id AND i.fee_bill_id IS NULL
        AND i.fee_cents <> 0)::bigint AS factoring_fee_cents
FROM remittance r JOIN contract k ON k.id = r.contract_id
WHERE r.contract_id = %(contract_id)s AND r.transfer_mode = 'DAILLY' AND r.title_number IS NOT NULL
    AND NOT EXISTS (SELECT FROM paper p WHERE p.contract_id = r.contract_id AND p.kind = 'TITLE'
        AND p.subject_id = r.id AND p.language = 'fr')
    AND NOT EXISTS (SELECT FROM signature_now s WHERE s.contract_id = r.contract_id
        AND s.kind = 'TITLE' AND s.subject_id = r.id
        AND (s.outcome = 'SIGNED' OR s.outcome IN ('OPEN', 'WAITS') AND s.last_on >= %(on)s))
ORDER BY r.id
