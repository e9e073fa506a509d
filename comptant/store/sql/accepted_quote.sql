-- One row: a quote, whether it is accepted, by a link of whom, and the contract opened from it.
SELECT q.id, q.party_id, q.prospect, q.product, q.currency, q.request, q.offer,
    a.accepted_on, a.person, a.link_id,
    (SELECT u.login FROM quote_link l JOIN act t ON t.id = l.act_id
        JOIN app_user u ON u.id = t.by_id WHERE l.id = a.link_id) AS link_by,
    k.number AS contract_number
FROM quote q
LEFT JOIN quote_acceptance a ON a.quote_id = q.id
LEFT JOIN contract_quote x ON x.quote_id = q.id
LEFT JOIN contract k ON k.id = x.contract_id
WHERE q.id = %(quote_id)s
