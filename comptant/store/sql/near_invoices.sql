-- One row per payment of an unknown payer and open invoice of exactly its amount whose number its
-- text may mean: looked up by the number, so that no more is read than numbers are asked for. Where
-- no contract is told, a number that very many bear tells nothing: what of it was not read may have
-- the amount as well.
WITH borne AS MATERIALIZED (
    SELECT k.number_key, i.*, count(*) OVER (PARTITION BY k.number_key) > %(most)s AS is_common
    FROM (SELECT DISTINCT number_key FROM variant WHERE contract_id IS NULL) k
    CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency
        FROM invoice WHERE number_key = k.number_key
        LIMIT %(most)s + 1
    ) i
), meant AS (
    SELECT v.payment_number, v.number_key, v.amount_cents, v.currency AS paid_in, b.contract_id,
        b.buyer_id, b.id, b.open_cents, b.due_on, b.issued_on, b.currency
    FROM variant v JOIN borne b ON b.number_key = v.number_key AND NOT b.is_common
    WHERE v.contract_id IS NULL
    UNION ALL
    SELECT v.payment_number, v.number_key, v.amount_cents, v.currency, i.*
    FROM variant v CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency
        FROM invoice WHERE number_key = v.number_key AND contract_id = v.contract_id
        LIMIT %(most)s
    ) i
)
SELECT DISTINCT m.payment_number, m.number_key, m.contract_id, m.buyer_id, m.id AS invoice_id,
    m.amount_cents AS open_cents, m.due_on, m.issued_on, m.currency
FROM meant m
LEFT JOIN guarantee g ON g.contract_id = m.contract_id AND g.invoice_id = m.id
WHERE m.open_cents + coalesce(g.factor_open_cents + g.client_open_cents, 0) = m.amount_cents
    AND m.currency = m.paid_in
    AND NOT EXISTS (SELECT FROM claim_item t WHERE t.contract_id = m.contract_id
        AND t.invoice_id = m.id AND t.owed_cents > 0)
ORDER BY m.payment_number, m.due_on, invoice_id
