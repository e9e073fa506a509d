-- One row per contract in force of a portfolio (null: all), with how many invoices are open in it.
SELECT k.id AS contract_id, k.number AS contract_number, k.currency, c.name AS client_name,
    coalesce((SELECT sum(e.open_count) FROM exposure e
        WHERE e.contract_id = k.id), 0)::bigint AS open_count
FROM contract k
JOIN party c ON c.id = k.client_id
WHERE NOT k.is_house AND (%(contract_id)s::bigint IS NULL OR k.id = %(contract_id)s)
    AND EXISTS (SELECT FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT'
        AND t.subject_id = k.id AND t.valid_from_on <= %(on)s)
ORDER BY k.id
