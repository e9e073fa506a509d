-- One row per payment of an unknown payer and open invoice of exactly its amount whose number its
-- text may mean: looked up by the number, so that no more is read than numbers are asked for.
SELECT DISTINCT v.payment_number, i.number_key, i.contract_id, i.buyer_id, i.id AS invoice_id,
    v.amount_cents AS open_cents, i.due_on, i.issued_on, i.currency
FROM variant v
CROSS JOIN LATERAL (
    SELECT contract_id, buyer_id, id, number_key, open_cents, due_on, issued_on, currency
    FROM invoice WHERE number_key = v.number_key
    LIMIT %(most)s
) i
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
WHERE i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0) = v.amount_cents
    AND i.currency = v.currency
    AND i.contract_id = coalesce(v.contract_id, i.contract_id)
ORDER BY v.payment_number, due_on, invoice_id
