-- One row per contract that a hit would stop.
SELECT k.id AS contract_id FROM screening_hit h
JOIN contract k ON k.client_id = h.party_id AND NOT k.is_house
WHERE h.id = %(hit_id)s AND h.subject <> 'PAYER'
UNION
SELECT b.contract_id FROM screening_hit h JOIN contract_buyer b ON b.buyer_id = h.party_id
WHERE h.id = %(hit_id)s AND h.subject = 'PARTY'
UNION
SELECT p.contract_id FROM screening_hit h
JOIN bank_movement m ON m.payer_name = h.name
JOIN payment p ON p.bank_movement_id = m.id
JOIN contract k ON k.id = p.contract_id AND NOT k.is_house
WHERE h.id = %(hit_id)s AND h.subject = 'PAYER'
ORDER BY 1
