-- One row per contract with terms on the day.
SELECT k.id FROM contract k WHERE NOT k.is_house AND EXISTS (
    SELECT FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT'
        AND t.valid_from_on <= %(on)s)
ORDER BY k.id
