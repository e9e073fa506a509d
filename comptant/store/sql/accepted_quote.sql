-- One row: a quote, whether it is accepted, and the contract that was opened from it.
SELECT q.id, q.party_id, q.prospect, q.product, q.currency, q.offer, a.accepted_on,
    k.number AS contract_number
FROM quote q
LEFT JOIN quote_acceptance a ON a.quote_id = q.id
LEFT JOIN contract_quote x ON x.quote_id = q.id
LEFT JOIN contract k ON k.id = x.contract_id
WHERE q.id = %(quote_id)s
