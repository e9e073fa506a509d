-- One row per contract of the client on which the same act is registered and stands, with what of
-- it is ordered, paid and left.
SELECT o.contract_id, o.id, o.reference, o.act_id, o.currency, l.ordered_cents, l.paid_cents,
    l.left_cents, l.undone_on
FROM garnishment g
JOIN contract own ON own.id = g.contract_id
JOIN garnishment o ON o.creditor_id = g.creditor_id AND o.reference = g.reference
    AND (o.contract_id = g.contract_id AND o.id = g.id
        OR o.contract_id <> g.contract_id AND o.buyer_id = 0 AND g.buyer_id = 0
            AND o.act_id = g.act_id)
JOIN garnishment_left l ON l.contract_id = o.contract_id AND l.id = o.id
JOIN contract k ON k.id = o.contract_id AND k.client_id = own.client_id
WHERE g.contract_id = %(contract_id)s AND g.id = %(garnishment_id)s
ORDER BY o.contract_id
