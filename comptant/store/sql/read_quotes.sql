-- One row per quote that the reader may see (null: all of them): what it costs and brings, in
-- short; whether the public made it, when it was accepted, which contract came of it.
SELECT q.id, q.prospect, q.product, q.quoted_on, q.last_on, q.currency, q.fee_cents, q.charge_cents,
    q.cost_cents, q.starting_cents, q.teg_ppm, q.teg_with_fee_ppm,
    p.quote_id IS NOT NULL AS is_public, p.continues_id, a.accepted_on, a.person AS accepted_by,
    k.number AS contract_number
FROM quote q
LEFT JOIN prospect_quote p ON p.quote_id = q.id
LEFT JOIN quote_acceptance a ON a.quote_id = q.id
LEFT JOIN contract_quote x ON x.quote_id = q.id
LEFT JOIN contract k ON k.id = x.contract_id
WHERE %(party_id)s::bigint IS NULL OR q.party_id = %(party_id)s
ORDER BY q.id
