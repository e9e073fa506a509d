-- One row per sum received: the contract (of its currency) and the buyer that the account or the payer tells, when it tells only one.
WITH told AS (  -- the virtual IBAN that was credited tells more than the account that books it
    SELECT r.payment_number, coalesce(r.payer_iban, '') AS iban, coalesce(lower(r.payer_name), '') AS name,
        o.currency, o.contract_id, o.buyer_id
    FROM received r
    JOIN own_account a ON a.id = r.own_account_id
    LEFT JOIN own_account v ON v.parent_id = r.own_account_id AND v.iban = r.credited_iban
    CROSS JOIN LATERAL (SELECT CASE WHEN v.id IS NULL THEN a.currency ELSE v.currency END AS currency,
        CASE WHEN v.id IS NULL THEN a.contract_id ELSE v.contract_id END AS contract_id,
        CASE WHEN v.id IS NULL THEN a.buyer_id ELSE v.buyer_id END AS buyer_id) o
), payers AS MATERIALIZED (  -- each once, however much it pays
    SELECT DISTINCT iban, name, currency, contract_id FROM told
), paid AS MATERIALIZED (  -- whose invoices the payer's latest payments were for
    SELECT DISTINCT q.iban, p.currency, p.contract_id, p.buyer_id
    FROM (SELECT DISTINCT iban FROM payers WHERE iban <> '') q
    CROSS JOIN LATERAL (
        SELECT b.id FROM bank_movement b WHERE b.payer_iban = q.iban AND b.id < %(before_id)s
        ORDER BY b.id DESC LIMIT %(latest)s
    ) b
    JOIN payment p ON p.bank_movement_id = b.id AND p.buyer_id <> 0
), named AS MATERIALIZED (
    SELECT q.name, k.currency, m.contract_id, m.buyer_id
    FROM (SELECT DISTINCT name FROM payers WHERE name <> '') q
    JOIN party y ON lower(y.name) = q.name
    JOIN contract_buyer m ON m.buyer_id = y.id
    JOIN contract k ON k.id = m.contract_id
), pairs AS (
    SELECT q.iban, q.name, q.currency, q.contract_id AS of_account, p.contract_id, p.buyer_id
    FROM payers q JOIN paid p ON p.iban = q.iban AND p.currency = q.currency
    WHERE q.contract_id IN (0, p.contract_id)
    UNION
    SELECT q.iban, q.name, q.currency, q.contract_id, n.contract_id, n.buyer_id
    FROM payers q JOIN named n ON n.name = q.name AND n.currency = q.currency
    WHERE q.contract_id IN (0, n.contract_id)
), known AS MATERIALIZED (
    SELECT iban, name, currency, of_account, min(contract_id) AS contract_id, min(buyer_id) AS buyer_id
    FROM pairs GROUP BY 1, 2, 3, 4 HAVING count(*) = 1
)
SELECT t.payment_number, coalesce(k.id, w.contract_id) AS contract_id,
    coalesce(CASE WHEN k.id IS NOT NULL THEN nullif(t.buyer_id, 0) END, w.buyer_id) AS buyer_id
FROM told t
LEFT JOIN contract k ON k.id = t.contract_id AND k.currency = t.currency
LEFT JOIN known w ON w.iban = t.iban AND w.name = t.name AND w.currency = t.currency AND w.of_account = t.contract_id
ORDER BY t.payment_number
