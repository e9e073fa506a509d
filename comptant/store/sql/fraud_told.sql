-- One row per invoice of contracts of which something was told that rules on fraud read.
WITH told AS (
    SELECT DISTINCT ON (t.contract_id, t.subject_id, t.name) t.contract_id,
        t.subject_id AS invoice_id, t.name, t.value #>> '{}' AS value
    FROM term t
    WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'INVOICE'
        AND t.subject_id > %(first_id)s AND t.valid_from_on <= %(on)s::date
        AND t.name IN ('delivered_on', 'delivery_place', 'carrier_name', 'einvoice_status',
            'verification_answer')
    ORDER BY t.contract_id, t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
)
SELECT contract_id, invoice_id,
    max(value) FILTER (WHERE name = 'delivered_on')::date AS delivered_on,
    max(value) FILTER (WHERE name = 'delivery_place') AS delivery_place,
    max(value) FILTER (WHERE name = 'carrier_name') AS carrier_name,
    max(value) FILTER (WHERE name = 'einvoice_status') AS einvoice_status,
    max(value) FILTER (WHERE name = 'verification_answer') AS verification_answer
FROM told GROUP BY contract_id, invoice_id
ORDER BY contract_id, invoice_id
