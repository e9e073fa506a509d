-- One row where an approval was proposed by the factor's own people, and refused.
SELECT p.id FROM approval p
JOIN approval_decision d ON d.approval_id = p.id AND d.decision = 'REFUSED'
JOIN act a ON a.id = p.act_id
JOIN party f ON f.id = a.company_id AND f.kind = 'FACTOR'
WHERE p.id = %(approval_id)s::bigint
