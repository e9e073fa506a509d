-- One row per contract and buyer that money of nobody may belong to: whose invoices its text names,
-- whom its payer has paid for, or whose name is its payer's.
WITH told AS (
    SELECT y.currency, m.id AS movement_id, m.payer_iban, lower(m.payer_name) AS payer_name,
        ARRAY(SELECT regexp_replace(upper(one), '[^A-Z0-9]', '', 'g')
            FROM regexp_split_to_table(coalesce(m.remittance_text, ''), '[\s,;:]+') one) AS keys
    FROM payment y JOIN bank_movement m ON m.id = y.bank_movement_id
    WHERE y.id = %(id)s AND y.contract_id = %(contract_id)s
), found AS (
    SELECT i.contract_id, i.buyer_id, 1 AS strength FROM told t
    JOIN invoice i ON i.number_key = ANY (t.keys) AND length(i.number_key) > 2 AND i.open_cents > 0
        AND i.currency = t.currency
    UNION ALL
    SELECT b.contract_id, b.buyer_id, 2 FROM payment y JOIN contract_buyer b
        ON b.buyer_id = y.buyer_id
    WHERE y.id = %(id)s AND y.contract_id = %(contract_id)s AND y.buyer_id <> 0
    UNION ALL
    SELECT b.contract_id, b.buyer_id, 2 FROM told t
    CROSS JOIN LATERAL (SELECT party_id FROM known_name WHERE lower(name) = t.payer_name
        UNION SELECT id FROM party WHERE lower(name) = t.payer_name) q JOIN contract_buyer b
            ON b.buyer_id = q.party_id
    UNION ALL
    SELECT p.contract_id, p.buyer_id, 3 FROM told t
    CROSS JOIN LATERAL (SELECT id FROM bank_movement WHERE payer_iban = t.payer_iban
        AND id < t.movement_id AND withdrawn_act_id IS NULL ORDER BY id DESC LIMIT 20) b
    JOIN payment p ON p.bank_movement_id = b.id AND p.buyer_id <> 0
        AND p.amount_cents > p.moved_cents
)
SELECT f.contract_id, k.number AS contract_number, c.name AS client_name, f.buyer_id,
    p.name AS buyer_name, min(f.strength) AS strength
FROM found f
JOIN contract k ON k.id = f.contract_id AND NOT k.is_house
    AND k.currency = (SELECT currency FROM told)
JOIN party c ON c.id = k.client_id
JOIN buyer_shown p ON p.contract_id = f.contract_id AND p.id = f.buyer_id
GROUP BY 1, 2, 3, 4, 5
ORDER BY strength, k.number, p.name
LIMIT 20
