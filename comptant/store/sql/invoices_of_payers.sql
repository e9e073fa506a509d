-- One row per payment without a reference and open invoice of its buyer: the oldest due, and all those of its amount.
SELECT p.payment_number, i.contract_id, i.buyer_id, i.id AS invoice_id, i.open_cents, i.due_on, i.issued_on, i.currency
FROM unquoted p
CROSS JOIN LATERAL (
    SELECT contract_id, id FROM (
        SELECT contract_id, id FROM invoice
        WHERE contract_id = p.contract_id AND buyer_id = p.buyer_id AND open_cents > 0
        ORDER BY due_on, id LIMIT %(most)s) oldest
    UNION
    SELECT contract_id, id FROM invoice
    WHERE contract_id = p.contract_id AND buyer_id = p.buyer_id AND open_cents > 0 AND open_cents = p.amount_cents
) w
JOIN invoice i ON i.contract_id = w.contract_id AND i.id = w.id
ORDER BY p.payment_number, i.due_on, i.id
