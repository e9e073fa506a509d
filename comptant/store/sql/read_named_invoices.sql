-- One row per invoice that a line of a list names by its contract and its number: its id.
SELECT w.row_number, i.contract_id, i.id AS invoice_id
FROM unnest(%(row_numbers)s::bigint[], %(contract_ids)s::bigint[],
    %(numbers)s::text[]) w (row_number, contract_id, number)
JOIN invoice i ON i.number_key = upper(regexp_replace(w.number, '[^A-Za-z0-9]', '', 'g'))
    AND i.contract_id = w.contract_id AND i.invoice_number = w.number AND i.amount_cents > 0
ORDER BY w.row_number, i.id
