-- One row per open invoice, with what a blind token is made of: of companies of which both numbers
-- are known.
SELECT i.contract_id, i.id AS invoice_id, s.identifier AS seller_siren,
    b.identifier AS buyer_siren, i.number_key, i.issued_on, i.amount_cents, i.currency
FROM invoice i
JOIN contract k ON k.id = i.contract_id AND NOT k.is_house
JOIN party_identifier s ON s.party_id = k.client_id AND s.scheme = 'siren'
JOIN party_identifier b ON b.party_id = i.buyer_id AND b.scheme = 'siren'
WHERE i.amount_cents > 0 AND i.open_cents > 0
ORDER BY i.contract_id, i.id
