-- One row: a quote with every figure that was told, and what it rests on; who accepted it, and
-- which contract came of it.
SELECT q.id, q.party_id, q.prospect, q.product, q.quoted_on, q.last_on, q.currency, q.request,
    q.offer, p.quote_id IS NOT NULL AS is_public, p.continues_id, a.accepted_on,
    a.person AS accepted_by, a.capacity, a.consent,
    encode(a.digest, 'hex') AS accepted_digest, k.number AS contract_number
FROM quote q
LEFT JOIN prospect_quote p ON p.quote_id = q.id
LEFT JOIN quote_acceptance a ON a.quote_id = q.id
LEFT JOIN contract_quote x ON x.quote_id = q.id
LEFT JOIN contract k ON k.id = x.contract_id
WHERE q.id = %(id)s
