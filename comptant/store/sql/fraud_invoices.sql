-- One row per invoice and credit note of contracts sent since a day, with what was told of it.
WITH told AS (
    SELECT DISTINCT ON (t.contract_id, t.subject_id, t.name) t.contract_id,
        t.subject_id AS invoice_id, t.name, t.value #>> '{}' AS value
    FROM term t
    WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'INVOICE'
        AND t.subject_id > %(first_id)s AND t.valid_from_on <= %(on)s::date
        AND t.name IN ('delivered_on', 'delivery_place', 'carrier_name', 'einvoice_status',
            'verification_answer')
    ORDER BY t.contract_id, t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
), facts AS (
    SELECT contract_id, invoice_id,
        max(value) FILTER (WHERE name = 'delivered_on')::date AS delivered_on,
        max(value) FILTER (WHERE name = 'delivery_place') AS delivery_place,
        max(value) FILTER (WHERE name = 'carrier_name') AS carrier_name,
        max(value) FILTER (WHERE name = 'einvoice_status') AS einvoice_status,
        max(value) FILTER (WHERE name = 'verification_answer') AS verification_answer
    FROM told GROUP BY contract_id, invoice_id
)
SELECT i.contract_id, k.client_id, i.id AS invoice_id, i.buyer_id, i.number_key, i.issued_on,
    i.due_on, coalesce(r.sent_on, r.posted_on) AS sent_on, i.amount_cents AS gross_cents,
    o.id AS credited_id, i.currency, coalesce(f.delivered_on, i.delivered_on) AS delivered_on,
    f.delivery_place, f.carrier_name, f.einvoice_status, f.verification_answer
FROM contract k
JOIN remittance r ON r.contract_id = k.id AND r.id > %(first_id)s
    AND r.posted_on BETWEEN %(from_on)s::date AND %(on)s::date
JOIN invoice i ON i.contract_id = r.contract_id AND i.remittance_id = r.id AND i.id > %(first_id)s
LEFT JOIN facts f ON f.contract_id = i.contract_id AND f.invoice_id = i.id
LEFT JOIN LATERAL (
    SELECT min(n.id) AS id FROM invoice n
    WHERE i.credited_number IS NOT NULL AND n.contract_id = i.contract_id AND n.amount_cents > 0
        AND n.number_key = upper(regexp_replace(i.credited_number, '[^A-Za-z0-9]', '', 'g'))
) o ON true
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY i.contract_id, i.id
