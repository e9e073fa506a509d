-- One row where an approval was proposed by the factor's own people and refused, or is of a kind
-- that is nobody else's business (an alarm of fraud, a hit of a screening, a provision).
SELECT p.id FROM approval p
JOIN approval_decision d ON d.approval_id = p.id
LEFT JOIN act a ON a.id = p.act_id
LEFT JOIN party f ON f.id = a.company_id AND f.kind = 'FACTOR'
WHERE p.id = %(approval_id)s::bigint
    AND (p.kind IN ('fraud', 'screening', 'laundering',
            'provision')
        OR (d.decision = 'REFUSED' AND f.id IS NOT NULL))
