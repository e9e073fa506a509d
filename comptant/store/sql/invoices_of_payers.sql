-- One row per payment without a reference and open invoice of its buyer: the oldest due, and all
-- those of its amount; of a buyer of several contracts those of its amount alone, in whichever of
-- them.
WITH accounts AS MATERIALIZED (  -- each read once, however many payments it has
    SELECT DISTINCT contract_id, buyer_id FROM unquoted WHERE contract_id IS NOT NULL
), owed AS MATERIALIZED (
    SELECT i.contract_id, i.buyer_id, i.id, i.number_key,
        -- a debt that the guarantee has taken in part is still owed whole
        i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0) AS open_cents,
        i.due_on, i.issued_on, i.currency, row_number() OVER (PARTITION BY i.contract_id, i.buyer_id
            ORDER BY i.due_on, i.id) <= %(most)s AS is_oldest
    FROM accounts a
    JOIN invoice i ON i.contract_id = a.contract_id AND i.buyer_id = a.buyer_id AND i.open_cents > 0
    LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
    WHERE NOT EXISTS (SELECT FROM claim_item t  -- what a claim has taken over is shared
        WHERE t.contract_id = i.contract_id AND t.invoice_id = i.id AND t.owed_cents > 0)
)
SELECT p.payment_number, o.number_key, o.contract_id, o.buyer_id, o.id AS invoice_id,
    o.open_cents, o.due_on, o.issued_on, o.currency
FROM unquoted p
JOIN owed o ON o.contract_id = p.contract_id AND o.buyer_id = p.buyer_id
    AND (o.is_oldest OR o.open_cents = p.amount_cents)
UNION ALL
SELECT p.payment_number, i.number_key, i.contract_id, i.buyer_id, i.id,
    i.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0), i.due_on, i.issued_on,
    i.currency
FROM unquoted p CROSS JOIN LATERAL (  -- by its key: what the buyer owes elsewhere is not read
    SELECT contract_id, buyer_id, id, number_key, open_cents, due_on, issued_on, currency
    FROM invoice WHERE buyer_id = p.buyer_id AND open_cents = p.amount_cents AND open_cents > 0
        AND currency = p.currency
    ORDER BY due_on, id LIMIT %(most)s
) i
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
WHERE p.contract_id IS NULL AND NOT EXISTS (SELECT FROM claim_item t
    WHERE t.contract_id = i.contract_id AND t.invoice_id = i.id AND t.owed_cents > 0)
ORDER BY payment_number, due_on, invoice_id
