-- One row per contract, five at most, where an invoice of this number is open.
SELECT DISTINCT k.number AS contract_number
FROM invoice i JOIN contract k ON k.id = i.contract_id
WHERE i.number_key = upper(regexp_replace(%(number)s, '[^A-Za-z0-9]', '', 'g'))
    AND i.invoice_number = %(number)s AND i.open_cents > 0
ORDER BY k.number LIMIT 5
