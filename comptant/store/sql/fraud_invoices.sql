-- One row per invoice and credit note of contracts sent since a day, with what was told of it.
SELECT i.contract_id, k.client_id, i.id AS invoice_id, i.buyer_id, i.number_key, i.issued_on,
    i.due_on, coalesce(r.sent_on, r.posted_on) AS sent_on, i.amount_cents AS gross_cents,
    o.id AS credited_id, i.currency,
    coalesce((d.facts ->> 'delivered_on')::date, i.delivered_on) AS delivered_on,
    d.facts ->> 'delivery_place' AS delivery_place, d.facts ->> 'carrier_name' AS carrier_name,
    d.facts ->> 'einvoice_status' AS einvoice_status,
    d.facts ->> 'verification_answer' AS verification_answer
FROM contract k
JOIN remittance r ON r.contract_id = k.id
    AND r.posted_on BETWEEN %(from_on)s::date AND %(on)s::date
JOIN invoice i ON i.contract_id = r.contract_id AND i.remittance_id = r.id
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(t.name, t.value
        ORDER BY t.name, t.valid_from_on, t.recorded_at) AS facts
    FROM term t WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE'
        AND t.subject_id = i.id AND t.valid_from_on <= %(on)s::date
        AND t.name IN ('delivered_on', 'delivery_place', 'carrier_name', 'einvoice_status',
            'verification_answer')
) d ON true
LEFT JOIN LATERAL (
    SELECT min(n.id) AS id FROM invoice n
    WHERE i.credited_number IS NOT NULL AND n.contract_id = i.contract_id AND n.amount_cents > 0
        AND n.number_key = upper(regexp_replace(i.credited_number, '[^A-Za-z0-9]', '', 'g'))
) o ON true
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY i.contract_id, i.id
