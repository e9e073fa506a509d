-- One row per document of a ledger that no contract of the client's has had, by its number in the
-- year of its date.
SELECT s.place
FROM unnest(%(place)s::bigint[], %(invoice_number)s::text[], %(issued_on)s::date[],
    %(type_code)s::text[]) AS s (place, invoice_number, issued_on, type_code)
CROSS JOIN LATERAL (SELECT upper(coalesce(nullif(regexp_replace(s.invoice_number, '[^A-Za-z0-9]',
    '', 'g'), ''), s.invoice_number)) AS number_key) n
WHERE NOT EXISTS (
    SELECT FROM contract o
    JOIN contract k ON k.id = %(contract_id)s AND k.client_id = o.client_id
    JOIN invoice i ON i.contract_id = o.id AND i.number_key = n.number_key
    JOIN held h ON h.fingerprint = i.fingerprint AND h.contract_id = i.contract_id
        AND h.invoice_id = i.id
    WHERE extract(year FROM i.issued_on) = extract(year FROM s.issued_on)
        AND (i.amount_cents < 0) = (s.type_code IN ('261', '262', '381', '396', '502', '503'))
)
ORDER BY s.place
