-- One row per open invoice that a waiting payment may be for, with what the guarantee has taken of
-- it and is still owed: those that its text names first, then those of its amount, then the oldest.
SELECT i.id, i.invoice_number, p.name AS buyer_name, i.issued_on, i.due_on, i.currency,
    i.amount_cents, i.open_cents + o.guaranteed_open_cents AS open_cents,
    i.number_key = ANY (w.keys) AS is_named,
    i.open_cents + o.guaranteed_open_cents = y.open_cents AS is_same, o.guaranteed_open_cents
FROM payment y
LEFT JOIN bank_movement m ON m.id = y.bank_movement_id
CROSS JOIN LATERAL (SELECT array_agg(regexp_replace(upper(one), '[^A-Z0-9]', '', 'g')) AS keys
    FROM regexp_split_to_table(coalesce(m.remittance_text, ''), '[\s,;:]+') one) w
CROSS JOIN LATERAL (
    SELECT n.id FROM invoice n WHERE n.contract_id = y.contract_id AND n.open_cents > 0
        AND (y.buyer_id = 0 OR n.buyer_id = y.buyer_id)
    UNION
    SELECT d.invoice_id FROM guarantee d WHERE d.contract_id = y.contract_id
        AND d.factor_open_cents + d.client_open_cents > 0
        AND (y.buyer_id = 0 OR d.buyer_id = y.buyer_id)
) a
JOIN invoice i ON i.contract_id = y.contract_id AND i.id = a.id AND i.currency = y.currency
LEFT JOIN guarantee g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
CROSS JOIN LATERAL (SELECT coalesce(g.factor_open_cents + g.client_open_cents,
    0) AS guaranteed_open_cents) o
JOIN buyer_shown p ON p.contract_id = i.contract_id AND p.id = i.buyer_id
WHERE y.id = %(id)s AND y.contract_id = %(contract_id)s
    AND NOT EXISTS (SELECT FROM claim_item t WHERE t.contract_id = i.contract_id
        AND t.invoice_id = i.id AND t.owed_cents > 0 AND i.open_cents > 0)
ORDER BY is_named DESC, is_same DESC, i.due_on, i.id
LIMIT 40
