-- One row per invoice or credit note whose number a payment quotes; one that is paid still tells
-- whose the number is. Where the payer is known, its own invoice of that number is meant, and no
-- other is looked for; a number that very many bear is nobody's else.
-- where the invoices of a known payer are: the contract of the account, or all of those that it is
-- a buyer of; where it has paid before does not say what it pays now
WITH homes AS MATERIALIZED (
    SELECT p.payment_number, p.party_id, p.currency, p.value_on, p.amount_cents, p.dedicated_id,
        k.contract_ids, cardinality(k.contract_ids) > %(most)s AS is_many
    FROM payer p CROSS JOIN LATERAL (
        SELECT array_agg(contract_id) AS contract_ids FROM (
            SELECT contract_id FROM contract_buyer WHERE buyer_id = p.party_id
                AND contract_id = coalesce(p.dedicated_id, contract_id) LIMIT %(most)s + 1
        ) c
    ) k
), known AS MATERIALIZED (  -- most of what may be a number is none
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key
    FROM (SELECT DISTINCT number_key FROM quoted) k
    CROSS JOIN LATERAL (SELECT FROM invoice WHERE number_key = k.number_key LIMIT 1) i
    JOIN quoted q ON q.number_key = k.number_key
), own AS MATERIALIZED (
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, i.*
    FROM homes h JOIN known q ON q.payment_number = h.payment_number
    CROSS JOIN LATERAL unnest(h.contract_ids) k (contract_id)
    CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency FROM invoice
        WHERE number_key = q.number_key AND contract_id = k.contract_id AND buyer_id = h.party_id
            AND currency = h.currency
            AND issued_on > h.value_on - %(days)s LIMIT %(most)s
    ) i
    WHERE NOT h.is_many
    UNION ALL  -- who buys from very many: not in some of them, but by the very amount in all
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, i.*
    FROM homes h JOIN known q ON q.payment_number = h.payment_number
    CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency FROM invoice
        WHERE buyer_id = h.party_id AND open_cents = h.amount_cents AND open_cents > 0
            AND number_key = q.number_key AND currency = h.currency
            AND contract_id = coalesce(h.dedicated_id, contract_id)
            AND issued_on > h.value_on - %(days)s LIMIT %(most)s
    ) i
    WHERE h.is_many
), others AS MATERIALIZED (
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key FROM known q
    WHERE NOT EXISTS (SELECT FROM own WHERE own.payment_number = q.payment_number
        AND own.number_key = q.number_key)
), borne AS MATERIALIZED (
    SELECT k.number_key, i.*, count(*) OVER (PARTITION BY k.number_key) > %(most)s AS is_common
    FROM (SELECT DISTINCT number_key FROM others) k CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency FROM invoice
        WHERE number_key = k.number_key AND issued_on > %(oldest_on)s LIMIT %(most)s + 1
    ) i
), meant AS (
    SELECT payment_number, token_number, token_count, number_key, contract_id, buyer_id, id,
        open_cents, due_on, issued_on, currency,
        true AS payer_is_buyer FROM own
    UNION ALL
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, b.contract_id, b.buyer_id,
        b.id, b.open_cents, b.due_on,
        b.issued_on, b.currency, coalesce(p.party_id = b.buyer_id, false)
    FROM others q JOIN borne b ON b.number_key = q.number_key AND NOT b.is_common
    JOIN payer p ON p.payment_number = q.payment_number AND b.issued_on > p.value_on - %(days)s
    -- in the contract of the account, or of the payer, a number of very many is still read
    UNION ALL
    SELECT q.payment_number, q.token_number, q.token_count, q.number_key, i.*,
        coalesce(p.party_id = i.buyer_id, false)
    FROM others q
    JOIN (SELECT DISTINCT number_key FROM borne WHERE is_common) b ON b.number_key = q.number_key
    JOIN payer p ON p.payment_number = q.payment_number AND p.contract_id IS NOT NULL
    CROSS JOIN LATERAL (
        SELECT contract_id, buyer_id, id, open_cents, due_on, issued_on, currency FROM invoice
        WHERE number_key = q.number_key AND contract_id = p.contract_id
            AND issued_on > p.value_on - %(days)s LIMIT %(most)s
    ) i
)
SELECT m.payment_number, m.token_number, m.token_count, m.contract_id, k.client_id, m.buyer_id,
    m.id AS invoice_id, m.number_key,
    CASE WHEN m.open_cents > 0 AND EXISTS (SELECT FROM claim_item t  -- shared, not paid
        WHERE t.contract_id = m.contract_id AND t.invoice_id = m.id AND t.owed_cents > 0) THEN 0
        ELSE m.open_cents END + coalesce(g.open_cents, 0) AS open_cents,
    m.due_on, m.issued_on, m.currency, m.payer_is_buyer
FROM meant m CROSS JOIN LATERAL (SELECT client_id FROM contract WHERE id = m.contract_id OFFSET 0) k
LEFT JOIN LATERAL (  -- a debt that the guarantee has taken is still owed
    SELECT factor_open_cents + client_open_cents AS open_cents FROM guarantee
        WHERE contract_id = m.contract_id AND invoice_id = m.id OFFSET 0
) g ON true
ORDER BY m.payment_number, m.id
