-- One row: the quote that a contract was opened from, and what it promised.
SELECT x.quote_id AS id, x.contract_id, x.promised AS agreed_terms, x.fees AS agreed_fees,
    q.quoted_on, q.product, q.prospect, q.offer, q.currency, a.accepted_on,
    a.person AS accepted_by, a.capacity
FROM contract_quote x
JOIN quote q ON q.id = x.quote_id
JOIN quote_acceptance a ON a.quote_id = x.quote_id
WHERE x.contract_id = %(contract_id)s
