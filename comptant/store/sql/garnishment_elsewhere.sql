-- One row per other contract of the client on which the same act holds something.
SELECT k.number AS contract_number, l.held_cents, l.left_cents, o.currency
FROM garnishment g
JOIN contract own ON own.id = g.contract_id
JOIN garnishment o ON o.creditor_id = g.creditor_id AND o.reference = g.reference
    AND o.contract_id <> g.contract_id AND o.buyer_id = 0
JOIN garnishment_left l ON l.contract_id = o.contract_id AND l.id = o.id
JOIN contract k ON k.id = o.contract_id AND k.client_id = own.client_id
WHERE g.contract_id = %(contract_id)s AND g.id = %(garnishment_id)s AND g.buyer_id = 0
ORDER BY k.number
