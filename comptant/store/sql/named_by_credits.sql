-- One row per new credit note and the open invoice of the same buyer that it names.
SELECT n.contract_id, n.id AS credit_note_id, n.open_cents AS note_open_cents, n.buyer_id,
    i.id AS invoice_id,
    i.open_cents AS invoice_open_cents
FROM unnest(%(contract_id)s::bigint[], %(invoice_id)s::bigint[]) AS d (contract_id, id)
JOIN invoice n ON n.contract_id = d.contract_id AND n.id = d.id
JOIN LATERAL (
    SELECT i.id, i.open_cents FROM invoice i
    WHERE i.contract_id = n.contract_id AND i.buyer_id = n.buyer_id AND i.open_cents > 0
        AND i.number_key = upper(regexp_replace(n.credited_number, '[^A-Za-z0-9]', '', 'g'))
    ORDER BY i.id LIMIT 1
) i ON true
WHERE n.credited_number IS NOT NULL
ORDER BY n.contract_id, n.id
