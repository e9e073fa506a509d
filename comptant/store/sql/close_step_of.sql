-- One row: the name of what a step of the close beside its slices was about.
SELECT CASE %(step)s
    WHEN 'book_premium' THEN (SELECT policy_number FROM policy WHERE id = %(id)s)
    WHEN 'fit_ceiling' THEN (SELECT coalesce(p.name, k.number, g.scope)
                             FROM ceiling g
                             LEFT JOIN party p ON p.id = g.party_id
                             LEFT JOIN contract k ON k.id = g.contract_id
                             WHERE g.id = %(id)s)
    ELSE '-' END AS name
