-- One row per open invoice that a line of a list names by contract and number, without ids where none may be seen.
SELECT a.place, k.id AS contract_id, k.currency, i.id AS invoice_id
FROM unnest(%(places)s::bigint[], %(contracts)s::text[], %(numbers)s::text[]) AS a (place, contract, number)
LEFT JOIN contract k ON k.number = a.contract
LEFT JOIN invoice i ON i.contract_id = k.id AND i.invoice_number = a.number AND i.open_cents > 0
    AND i.number_key = upper(coalesce(nullif(regexp_replace(a.number, '[^A-Za-z0-9]', '', 'g'), ''), a.number))
ORDER BY a.place, i.id
