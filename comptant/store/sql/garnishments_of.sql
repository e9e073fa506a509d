-- One row per garnishment of a contract, with what is left of it to hold.
SELECT l.id, l.kind AS garnishment_kind, p.name AS creditor_name, g.reference, l.served_at,
    l.buyer_id, l.amount_cents, l.left_cents, g.currency
FROM garnishment_left l
JOIN garnishment g ON g.contract_id = l.contract_id AND g.id = l.id
JOIN party p ON p.id = l.creditor_id
WHERE l.contract_id = %(contract_id)s ORDER BY l.served_at, l.id
