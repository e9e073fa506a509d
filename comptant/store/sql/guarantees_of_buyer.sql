-- One row per invoice of a buyer that our guarantee, or a claim, has taken over from its client.
SELECT k.number AS contract_number, i.invoice_number, i.currency,
    (g.factor_open_cents + g.client_open_cents)::bigint AS open_cents
FROM guarantee g
JOIN contract k ON k.id = g.contract_id
JOIN invoice i ON i.contract_id = g.contract_id AND i.id = g.invoice_id
WHERE g.buyer_id = %(party_id)s AND g.factor_open_cents + g.client_open_cents > 0
ORDER BY k.number, i.invoice_number
