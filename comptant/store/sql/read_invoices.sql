-- One row per invoice or credit note of a contract: open ones, or all; by number or id, null asks
-- for all.
SELECT i.id, i.invoice_number, i.buyer_id, p.name AS buyer_name, i.type_code, i.issued_on, i.due_on,
    i.currency,
    i.amount_cents, i.open_cents, i.approved_cents, i.ineligible_cents, i.hold AS reason,
        coalesce(r.sent_on, r.posted_on) AS sent_on,
    i.remittance_id, d.facts
FROM invoice i
LEFT JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
LEFT JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
LEFT JOIN LATERAL (SELECT jsonb_object_agg(t.name, t.value
    ORDER BY t.valid_from_on, t.recorded_at) AS facts FROM term t
    WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE' AND t.subject_id = i.id
        AND (t.name NOT IN ('fraud_suspected', 'verification_answer') OR reading_for_factor())) d
    ON true
WHERE i.contract_id = %(contract_id)s AND (%(everything)s OR i.open_cents <> 0)
    AND (%(numbers)s::text[] IS NULL OR i.invoice_number = ANY (%(numbers)s::text[])
        OR i.id::text = ANY (%(numbers)s::text[]))
ORDER BY i.id
