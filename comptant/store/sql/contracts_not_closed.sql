-- One row per contract with terms on the day that has no act of its close.
SELECT k.id FROM contract k WHERE NOT k.is_house AND EXISTS (
    SELECT FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.valid_from_on <= %(on)s)
    AND NOT EXISTS (SELECT FROM act a WHERE a.company_id = %(company_id)s AND a.key = 'close/' || %(on)s::date || '/' || k.id)
ORDER BY k.id
