-- One row per sum received: the contract (of its currency) and the buyer that the account or the
-- payer tells, the contract when it tells only one; and who pays, be it a buyer of several
-- contracts.
WITH told AS (  -- the virtual IBAN that was credited tells more than the account that books it
    -- on an account given to a buyer it pays, whoever its text says
    SELECT r.payment_number, o.currency, o.contract_id, o.buyer_id,
        CASE WHEN o.buyer_id = 0 THEN coalesce(r.payer_iban, '') ELSE '' END AS iban,
        CASE WHEN o.buyer_id = 0 THEN coalesce(lower(r.payer_name), '') ELSE '' END AS name
    FROM received r
    JOIN own_account a ON a.id = r.own_account_id
    LEFT JOIN own_account v ON v.parent_id = r.own_account_id AND v.iban = r.credited_iban
    CROSS JOIN LATERAL (SELECT CASE WHEN v.id IS NULL THEN a.currency
        ELSE v.currency END AS currency,
        CASE WHEN v.id IS NULL THEN a.contract_id ELSE v.contract_id END AS contract_id,
        CASE WHEN v.id IS NULL THEN a.buyer_id ELSE v.buyer_id END AS buyer_id) o
), payers AS MATERIALIZED (  -- each once, however much it pays
    SELECT DISTINCT iban, name, currency, contract_id, buyer_id FROM told
), known AS MATERIALIZED (
    SELECT q.iban, q.name, q.currency, q.contract_id AS of_account, q.buyer_id AS of_buyer,
        p.contract_id, p.buyer_id, p.party_id
    FROM payers q CROSS JOIN LATERAL (
        SELECT CASE WHEN count(*) = 1 THEN min(pair.contract_id) END AS contract_id,
            CASE WHEN count(*) = 1 THEN min(pair.buyer_id) END AS buyer_id,
            CASE WHEN min(pair.buyer_id) = max(pair.buyer_id)
                THEN min(pair.buyer_id) END AS party_id
        FROM (
            SELECT p.contract_id, p.buyer_id  -- whose invoices the payer's latest payments were for
            FROM ((SELECT id FROM bank_movement WHERE payer_iban = q.iban AND id < %(before_id)s
                AND withdrawn_act_id IS NULL
                AND q.iban <> ''
                  ORDER BY id DESC LIMIT %(latest)s)
                UNION ALL  -- by its name as this bank writes it, where it tells no account
                (SELECT id FROM bank_movement WHERE lower(payer_name) = q.name
                    AND withdrawn_act_id IS NULL
                    AND id < %(before_id)s AND q.iban = '' AND q.name <> ''
                  ORDER BY id DESC LIMIT %(latest)s)) b
            JOIN payment p ON p.bank_movement_id = b.id AND p.buyer_id <> 0
                AND p.currency = q.currency
                AND p.amount_cents > p.moved_cents  -- not whom it was put on by mistake
            JOIN contract h ON h.id = p.contract_id AND NOT h.is_house
            WHERE q.contract_id IN (0, p.contract_id)
            UNION
            SELECT m.contract_id, m.buyer_id
            FROM (SELECT ours.party_id FROM known_name ours WHERE lower(ours.name) = q.name
                AND ours.contract_id = 0
                -- what clients call a company counts where the house calls none so
                UNION SELECT o.id FROM (
                    SELECT party_id FROM known_name WHERE lower(name) = q.name UNION SELECT id
                        FROM party WHERE lower(name) = q.name
                ) o (id) WHERE NOT EXISTS (SELECT FROM known_name said
                    WHERE lower(said.name) = q.name AND said.contract_id = 0)
            ) y (party_id)
            JOIN contract_buyer m ON m.buyer_id = y.party_id
            JOIN contract k ON k.id = m.contract_id AND k.currency = q.currency
            WHERE q.name <> '' AND q.contract_id IN (0, m.contract_id)
            UNION
            SELECT n.contract_id, n.buyer_id  -- to whom the account was given
            FROM contract_buyer n JOIN contract j ON j.id = n.contract_id
                AND j.currency = q.currency
            WHERE n.buyer_id = q.buyer_id AND q.buyer_id <> 0
                AND q.contract_id IN (0, n.contract_id)
        ) pair
    ) p
)
SELECT t.payment_number, coalesce(k.id, w.contract_id) AS contract_id, o.buyer_id,
    o.buyer_id AS party_id
FROM told t
LEFT JOIN contract k ON k.id = t.contract_id AND k.currency = t.currency
LEFT JOIN known w ON w.iban = t.iban AND w.name = t.name AND w.currency = t.currency
    AND w.of_account = t.contract_id
    AND w.of_buyer = t.buyer_id
CROSS JOIN LATERAL (SELECT coalesce(CASE WHEN k.id IS NOT NULL OR t.contract_id = 0
    THEN nullif(t.buyer_id, 0) END,
    w.buyer_id, w.party_id) AS buyer_id) o
ORDER BY t.payment_number
