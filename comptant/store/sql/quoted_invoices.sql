-- One row per invoice or credit note whose number a payment quotes; one that is paid still tells whose the number is. A number that very many bear is looked for in the payer's own contract alone.
WITH keys AS MATERIALIZED (
    SELECT DISTINCT number_key FROM quoted
), borne AS MATERIALIZED (
    SELECT k.number_key, i.contract_id, i.id, count(*) OVER (PARTITION BY k.number_key) > %(most)s AS is_common
    FROM keys k CROSS JOIN LATERAL (
        SELECT contract_id, id FROM invoice WHERE number_key = k.number_key AND issued_on > %(oldest_on)s LIMIT %(most)s + 1
    ) i
), meant AS MATERIALIZED (
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, b.contract_id, b.id
    FROM quoted q JOIN borne b ON b.number_key = q.number_key AND NOT b.is_common
    UNION ALL
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, i.contract_id, i.id
    FROM quoted q
    JOIN (SELECT DISTINCT number_key FROM borne WHERE is_common) b ON b.number_key = q.number_key
    JOIN payer p ON p.payment_number = q.payment_number AND p.contract_id IS NOT NULL
    CROSS JOIN LATERAL (
        SELECT contract_id, id FROM invoice WHERE number_key = q.number_key AND contract_id = p.contract_id LIMIT %(most)s
    ) i
)
SELECT m.payment_number, m.token_number, m.token_count, i.contract_id, k.client_id, i.buyer_id, i.id AS invoice_id, m.number_key, i.open_cents,
    i.due_on, i.issued_on, i.currency, coalesce(p.buyer_id = i.buyer_id, false) AS payer_is_buyer
FROM meant m
JOIN payer p ON p.payment_number = m.payment_number
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.id AND i.issued_on > p.value_on - %(days)s
JOIN contract k ON k.id = i.contract_id
ORDER BY m.payment_number, i.id
